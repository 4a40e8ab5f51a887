package io.freshet.core.envelope.batch;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.record.DefaultRecordBatch;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.BufferSupplier;

/**
 * Reads one batch after the other, record by record, and makes no object for any of them. A
 * compressed batch is unpacked piece by piece: never more of it is in memory than its largest
 * record and {@link #PIECE_BYTES}. Not thread-safe.
 *
 * <p>The format is that of Kafka's documentation, section "Message Format", version 2.
 */
public final class LogRecords {
  private static final int PIECE_BYTES = 64 << 10;
  private static final int VARINT_BYTES = 5;
  private static final InputStream NOTHING_PACKED = InputStream.nullInputStream();

  private final BufferSupplier buffers = BufferSupplier.create();
  private final LogRecord current = new LogRecord();
  private byte[] unpacked = new byte[PIECE_BYTES];

  private LogBatch batch;
  private boolean hasLogTime;
  private long baseOffset;
  private long baseTimestamp;
  private long logTimestamp;
  private InputStream packed = NOTHING_PACKED;
  private byte[] bytes = unpacked;
  private int at;
  private int end;
  private int left;

  /** Begins with a batch; {@link #next} turns to its first record. */
  public void open(LogBatch opened) {
    close();
    batch = opened;
    if (opened.format() != RecordBatch.MAGIC_VALUE_V2) {
      throw unreadable(
          "is in message format %d; only 2 can be read".formatted(opened.format()), null);
    }
    DefaultRecordBatch body = opened.batch();
    baseOffset = body.baseOffset();
    baseTimestamp = body.baseTimestamp();
    logTimestamp = body.maxTimestamp();
    hasLogTime = body.timestampType() == TimestampType.LOG_APPEND_TIME;
    left = body.countOrNull();
    current.begin(opened.topic(), opened.partition(), body.timestampType());
    if (body.isCompressed()) {
      packed = body.recordInputStream(buffers);
      bytes = unpacked;
      at = 0;
      end = 0;
    } else {
      bytes = opened.bytes().array();
      at =
          opened.bytes().arrayOffset()
              + opened.bytes().position()
              + DefaultRecordBatch.RECORD_BATCH_OVERHEAD;
      end = at + body.sizeInBytes() - DefaultRecordBatch.RECORD_BATCH_OVERHEAD;
    }
  }

  /**
   * Turns to the next record that is meant; answers whether there is one.
   *
   * @throws FreshetException when the batch is not what its header says
   */
  public boolean next() {
    while (left > 0) {
      left--;
      try {
        if (readNext() >= batch.from()) {
          return true;
        }
      } catch (IOException | IndexOutOfBoundsException | KafkaException e) {
        throw unreadable("is damaged: " + reason(e), e);
      }
    }
    close();

    return false;
  }

  /** The record that was turned to, until the next one is. */
  public LogRecord current() {
    return current;
  }

  /** Answers the offset. */
  private long readNext() throws IOException {
    require(VARINT_BYTES);
    int length = readInt();
    if (length < 0) {
      throw new EOFException("a record has %d bytes".formatted(length));
    }
    if (require(length) < length) {
      throw new EOFException("it ends inside a record");
    }
    int recordEnd = at + length;
    at++; // attributes, which no version uses
    long timestampDelta = readLong();
    long offset = baseOffset + readInt();
    current.turnTo(offset, hasLogTime ? logTimestamp : baseTimestamp + timestampDelta, bytes);
    int key = readLength(recordEnd);
    current.key(take(key), key);
    int value = readLength(recordEnd);
    current.value(take(value), value);
    for (int headers = readInt(); headers > 0; headers--) {
      int name = readLength(recordEnd);
      int nameStart = take(name);
      int headerValue = readLength(recordEnd);
      current.header(nameStart, name, take(headerValue), headerValue);
    }
    if (at != recordEnd) {
      throw new EOFException("a record is not as long as it says");
    }

    return offset;
  }

  /** Unpacks until so much is there, or all; answers how much that is. */
  private int require(int wanted) throws IOException {
    if (end - at >= wanted || packed == NOTHING_PACKED) {
      return end - at;
    }
    if (at > 0) {
      System.arraycopy(bytes, at, bytes, 0, end - at);
      end -= at;
      at = 0;
    }
    int read = 0;
    while (end < wanted && read >= 0) {
      if (end == bytes.length) {
        // Grows with what is there, not with what a record claims.
        unpacked = Arrays.copyOf(bytes, 2 * bytes.length);
        bytes = unpacked;
      }
      read = packed.read(bytes, end, bytes.length - end);
      end += Math.max(0, read);
    }

    return end;
  }

  private int readLength(int recordEnd) throws IOException {
    int length = readInt();
    if (length < LogRecord.NULL || length > recordEnd - at) {
      throw new EOFException("a length is beyond the end of its record");
    }

    return length;
  }

  /** Moves on; answers where the taken bytes begin. */
  private int take(int length) {
    int from = at;
    at += Math.max(0, length);

    return from;
  }

  private int readInt() throws IOException {
    long value = readLong();
    if (value != (int) value) {
      throw new EOFException("an int has more than 32 bits");
    }

    return (int) value;
  }

  private long readLong() throws IOException {
    byte part = bytes[at++];
    long bits = part & 0x7f;
    for (int shift = 7; part < 0; shift += 7) {
      if (shift > 63) {
        throw new EOFException("a number has more than 64 bits");
      }
      part = bytes[at++];
      bits |= (part & 0x7fL) << shift;
    }

    return bits >>> 1 ^ -(bits & 1);
  }

  private void close() {
    try {
      packed.close();
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "Cannot end unpacking a batch", e);
    }
    packed = NOTHING_PACKED;
    left = 0;
  }

  private static String reason(Exception e) {
    return e instanceof EOFException ? e.getMessage() : e.toString();
  }

  private FreshetException unreadable(String why, Exception cause) {
    return new FreshetException(
        Fault.DEPENDENCY,
        "The batch at offset %d of %s-%d %s"
            .formatted(batch.baseOffset(), batch.topic(), batch.partition(), why),
        cause);
  }
}
