package io.freshet.serving.orders.http;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** What a request that writes must say in its headers. */
final class WriteHeaders {
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  /** An answer that was given before. */
  static final String REPLAYED = "Idempotent-Replayed";

  private static final Pattern VERSION = Pattern.compile("\"([1-9]\\d{0,8})\"");

  private WriteHeaders() {}

  /**
   * @throws RefusedRequestException when there is none, or none that can be kept
   */
  static String idempotencyKey(HttpFields headers) {
    List<String> keys = headers.getValuesList(IDEMPOTENCY_KEY);
    if (keys.isEmpty()) {
      throw new RefusedRequestException(
          400,
          "no_idempotency_key",
          "The request needs the header Idempotency-Key: a text of its own, such as a UUID, that"
              + " stays the same when it is sent again");
    }
    if (keys.size() > 1 || !TextRule.IDEMPOTENCY_KEY.holds(keys.get(0))) {
      throw new RefusedRequestException(
          400,
          "wrong_idempotency_key",
          "Idempotency-Key is no good; one of %s is wanted"
              .formatted(TextRule.IDEMPOTENCY_KEY.wanted()));
    }

    return keys.get(0);
  }

  /**
   * The version of an order that its client knows.
   *
   * @throws RefusedRequestException when it says none
   */
  static int expectedVersion(HttpFields headers) {
    List<String> tags = headers.getValuesList(HttpHeader.IF_MATCH);
    if (tags.isEmpty()) {
      throw new RefusedRequestException(
          428,
          "no_if_match",
          "The request needs the header If-Match with the ETag of the order as it is known, such"
              + " as \"3\"");
    }
    Matcher version = VERSION.matcher(tags.get(0));
    if (tags.size() > 1 || !version.matches()) {
      throw new RefusedRequestException(
          400,
          "wrong_if_match",
          "If-Match is %s; one ETag of the order is wanted, such as \"3\""
              .formatted(String.join(", ", tags)));
    }

    return Integer.parseInt(version.group(1));
  }
}
