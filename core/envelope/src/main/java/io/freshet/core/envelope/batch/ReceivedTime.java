package io.freshet.core.envelope.batch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * When the platform first had an event, in milliseconds: the log's append time, unless the event
 * came by another topic of the platform's. Then a header says when it came there, so that the way
 * from there counts as waiting. What can't be such a time (no number, or later than the append
 * time) doesn't count.
 */
public final class ReceivedTime {
  public static final String HEADER = "freshet-received";

  private static final byte[] NAME = HEADER.getBytes(StandardCharsets.US_ASCII);

  // As many nines fit into a long.
  private static final int MAX_DIGITS = 18;

  private ReceivedTime() {}

  public static Header header(long millis) {
    return new RecordHeader(HEADER, Long.toString(millis).getBytes(StandardCharsets.US_ASCII));
  }

  /** {@link LogRecord#receivedMillis} has it without a search. */
  public static long millis(ConsumerRecord<byte[], byte[]> kafkaRecord) {
    Header header = kafkaRecord.headers().lastHeader(HEADER);

    return header == null || header.value() == null
        ? kafkaRecord.timestamp()
        : millis(header.value(), 0, header.value().length, kafkaRecord.timestamp());
  }

  static boolean isNamed(byte[] bytes, int start, int length) {
    return length == NAME.length
        && Arrays.equals(bytes, start, start + length, NAME, 0, NAME.length);
  }

  /**
   * @param length of the header's value, or negative where it has none
   */
  static long millis(byte[] bytes, int start, int length, long appendedMillis) {
    if (length < 1 || length > MAX_DIGITS) {
      return appendedMillis;
    }
    long millis = 0;
    for (int i = start; i < start + length; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return appendedMillis;
      }
      millis = 10 * millis + bytes[i] - '0';
    }

    return Math.min(millis, appendedMillis);
  }
}
