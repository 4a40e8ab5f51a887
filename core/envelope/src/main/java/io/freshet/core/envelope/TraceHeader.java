package io.freshet.core.envelope;

import io.freshet.core.envelope.batch.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Says to which trace an event belongs: the Distributed Tracing extension of CloudEvents, whose
 * value is W3C's {@code traceparent}. Events bear it whose trace is recorded, and whatever their
 * senders gave.
 */
public final class TraceHeader {
  /** The attribute's name. */
  public static final String ATTRIBUTE = "traceparent";

  /** The attribute on Kafka. */
  public static final String HEADER = EnvelopeHeaders.PREFIX + ATTRIBUTE;

  private static final byte[] NAME = HEADER.getBytes(StandardCharsets.UTF_8);
  // 00-<trace, 32 digits>-<span, 16 digits>-<flags, 2 digits>
  private static final int LENGTH = 55;
  private static final int LAST_DIGIT = LENGTH - 1;

  private TraceHeader() {}

  public static Header of(String traceParent) {
    return new RecordHeader(HEADER, traceParent.getBytes(StandardCharsets.UTF_8));
  }

  /** What a record says, be it one or not. */
  public static Optional<String> in(Headers headers) {
    return Optional.ofNullable(headers.lastHeader(HEADER))
        .map(Header::value)
        .map(value -> new String(value, StandardCharsets.UTF_8));
  }

  /**
   * The {@code traceparent} of a record whose trace is recorded, as far as its flags say so. Quick
   * where there is none, as with nearly all.
   */
  public static Optional<String> sampled(LogRecord logRecord) {
    byte[] bytes = logRecord.bytes();
    for (int header = 0; header < logRecord.headers(); header++) {
      if (logRecord.headerNameLength(header) == NAME.length
          && ShortBytes.equal(bytes, logRecord.headerNameStart(header), NAME)) {
        return sampled(
            bytes, logRecord.headerValueStart(header), logRecord.headerValueLength(header));
      }
    }

    return Optional.empty();
  }

  private static Optional<String> sampled(byte[] bytes, int start, int length) {
    // Of what is no digit it is -1.
    int flags = length < LENGTH ? 0 : Character.digit(bytes[start + LAST_DIGIT], 16);
    boolean isSampled = flags > 0 && (flags & 1) == 1;

    return isSampled
        ? Optional.of(new String(bytes, start, LENGTH, StandardCharsets.ISO_8859_1))
        : Optional.empty();
  }
}
