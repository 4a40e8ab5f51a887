package io.freshet.serving.orders.http;

import java.util.regex.Pattern;

/** What texts of requests may be like. */
enum TextRule {
  MARKET("[a-z][a-z0-9_]{0,63}", "a market's name such as san_francisco"),
  CURRENCY("[A-Z]{3}", "a currency's ISO 4217 code such as USD"),
  REASON("[a-z][a-z0-9_]{0,63}", "a word that can be counted, such as restaurant_declined,"),
  ACTOR_ID("[\\x21-\\x7e]{1,64}", "a number or name of 1 to 64 visible ASCII characters"),
  // Postgres has no zero character, and half of a character has no UTF-8.
  NOTE("[\\n\\t[^\\p{Cntrl}\\p{Cs}]]{1,500}", "a text of 1 to 500 characters"),
  IDEMPOTENCY_KEY("[\\x21-\\x7e]{1,128}", "1 to 128 visible ASCII characters, such as a UUID,");

  private final Pattern pattern;
  private final String wanted;

  TextRule(String pattern, String wanted) {
    this.pattern = Pattern.compile(pattern);
    this.wanted = wanted;
  }

  boolean holds(String text) {
    return pattern.matcher(text).matches();
  }

  /** As in {@code … is wanted}. */
  String wanted() {
    return wanted;
  }
}
