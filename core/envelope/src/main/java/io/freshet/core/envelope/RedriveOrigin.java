package io.freshet.core.envelope;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Where an event that is sent again was first refused, as {@code source:partition:offset}. It
 * travels in a header of the platform's own, so that nobody can give one through the gateway; a
 * header that says anything else is none.
 */
public final class RedriveOrigin {
  /** Not an attribute of CloudEvents. */
  public static final String HEADER = "freshet_origin";

  private static final byte SEPARATOR = ':';

  /** Before the source of raw JSON. */
  private static final byte MINUS = '-';

  /** Digits of a source, a partition and an offset. */
  private static final int[] MOST_DIGITS = {10, 10, 19};

  private RedriveOrigin() {}

  /** The identity of a record, as headers and columns have it. */
  public static String text(int source, int partition, long offset) {
    return "%d:%d:%d".formatted(source, partition, offset);
  }

  /** What a record's headers say; empty where it was not redriven. */
  public static Optional<String> of(Headers headers) {
    Header header = headers.lastHeader(HEADER);

    return header == null
            || header.value() == null
            || !isOne(header.value(), 0, header.value().length)
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.US_ASCII));
  }

  /** Whether the bytes are three numbers, joined by colons; the first may be below zero. */
  static boolean isOne(byte[] bytes, int start, int length) {
    int part = 0;
    int digits = 0;
    int from = length > 0 && bytes[start] == MINUS ? start + 1 : start;
    for (int at = from; at < start + length; at++) {
      if (bytes[at] == SEPARATOR) {
        if (digits == 0 || ++part == MOST_DIGITS.length) {
          return false;
        }
        digits = 0;
      } else if (bytes[at] < '0' || bytes[at] > '9' || ++digits > MOST_DIGITS[part]) {
        return false;
      }
    }

    return part == MOST_DIGITS.length - 1 && digits > 0;
  }
}
