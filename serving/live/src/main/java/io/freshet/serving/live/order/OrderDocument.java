package io.freshet.serving.live.order;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What Redis holds of an order, as its writer made it: a JSON object that begins with what orders
 * it. Only that beginning has been looked at.
 */
public final class OrderDocument {
  private static final byte[] ORDER_VERSION = ascii("{\"order_version\":");
  private static final byte[] EVENT_TIME = ascii(",\"event_time_ms\":");
  private static final int MOST_DIGITS = 18;

  private final byte[] json;
  private final Version version;

  private OrderDocument(byte[] json, Version version) {
    this.json = json;
    this.version = version;
  }

  /** The document; empty when it is somebody else's text. */
  public static Optional<OrderDocument> of(byte[] json) {
    int versionEnd = endOfNumber(json, ORDER_VERSION, 0);
    int timeEnd = versionEnd < 0 ? -1 : endOfNumber(json, EVENT_TIME, versionEnd);
    if (timeEnd < 0 || json[json.length - 1] != '}') {
      return Optional.empty();
    }
    Version version =
        new Version(
            number(json, ORDER_VERSION.length, versionEnd),
            number(json, versionEnd + EVENT_TIME.length, timeEnd));

    return Optional.of(new OrderDocument(json, version));
  }

  public Version version() {
    return version;
  }

  public int bytes() {
    return json.length;
  }

  /** In UTF-8; not to be changed. */
  public byte[] json() {
    return json;
  }

  @Override
  public String toString() {
    return new String(json, StandardCharsets.UTF_8);
  }

  /** Where the number behind that text ends; -1 when it is not there. */
  private static int endOfNumber(byte[] json, byte[] before, int from) {
    int start = from + before.length;
    if (start > json.length || !Arrays.equals(json, from, start, before, 0, before.length)) {
      return -1;
    }
    int end = start;
    while (end < json.length && json[end] >= '0' && json[end] <= '9') {
      end++;
    }

    return end > start && end - start <= MOST_DIGITS ? end : -1;
  }

  private static long number(byte[] json, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = 10 * number + json[i] - '0';
    }

    return number;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
