package io.freshet.serving.orders.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the next page begins, as a text that clients hand back and need not understand. */
final class Cursor {
  private static final Pattern TEXT = Pattern.compile("after:(\\d{1,18})");

  private Cursor() {}

  /**
   * @param last what the page before ended with
   */
  static String of(long last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString("after:%d".formatted(last).getBytes(StandardCharsets.US_ASCII));
  }

  /** Empty when it is none of ours. */
  static Optional<Long> read(String cursor) {
    try {
      Matcher matcher =
          TEXT.matcher(
              new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII));

      return matcher.matches() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
  }
}
