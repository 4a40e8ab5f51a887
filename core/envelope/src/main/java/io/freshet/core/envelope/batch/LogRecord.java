package io.freshet.core.envelope.batch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * One record of a log, where it lies: key, value and headers are stretches of one array of bytes,
 * of which nothing is copied. {@link LogRecords} turns it from record to record, so whatever is
 * needed longer has to be copied. Not thread-safe.
 */
public final class LogRecord {
  /** The length of a key or value that is null. */
  public static final int NULL = -1;

  private static final int PARTS = 4;

  private String topic = "";
  private int partition;
  private long offset;
  private long timestamp;
  private long receivedMillis;
  private TimestampType timestampType = TimestampType.NO_TIMESTAMP_TYPE;
  private byte[] bytes = new byte[0];
  private int keyStart;
  private int keyLength = NULL;
  private int valueStart;
  private int valueLength = NULL;
  private int headers;

  /** Start and length of a header's name, start and length of its value; of one after the other. */
  private int[] headerParts = new int[8 * PARTS];

  LogRecord() {}

  /** The same record in an array of its own, for whoever has it from Kafka's consumer. */
  public static LogRecord of(ConsumerRecord<byte[], byte[]> kafkaRecord) {
    return LogRecordCopy.of(kafkaRecord);
  }

  public String topic() {
    return topic;
  }

  public int partition() {
    return partition;
  }

  public long offset() {
    return offset;
  }

  /** Milliseconds since the epoch, by the log's clock or by the sender's. */
  public long timestamp() {
    return timestamp;
  }

  /** When the platform first had it, as {@link ReceivedTime} tells. */
  public long receivedMillis() {
    return receivedMillis;
  }

  /** Where key, value and headers lie. */
  public byte[] bytes() {
    return bytes;
  }

  public int keyStart() {
    return keyStart;
  }

  /** In bytes; {@link #NULL} when there is none. */
  public int keyLength() {
    return keyLength;
  }

  public int valueStart() {
    return valueStart;
  }

  /** In bytes; {@link #NULL} when there is none. */
  public int valueLength() {
    return valueLength;
  }

  /** How many there are. */
  public int headers() {
    return headers;
  }

  public int headerNameStart(int header) {
    return headerParts[header * PARTS];
  }

  public int headerNameLength(int header) {
    return headerParts[header * PARTS + 1];
  }

  public int headerValueStart(int header) {
    return headerParts[header * PARTS + 2];
  }

  /** In bytes; {@link #NULL} when there is none. */
  public int headerValueLength(int header) {
    return headerParts[header * PARTS + 3];
  }

  /** The record as Kafka's own consumer gives it, for what may take its time; a copy. */
  public ConsumerRecord<byte[], byte[]> toConsumerRecord() {
    RecordHeaders copies = new RecordHeaders();
    for (int header = 0; header < headers; header++) {
      byte[] name = copy(headerNameStart(header), headerNameLength(header));
      copies.add(
          new RecordHeader(
              new String(name, StandardCharsets.UTF_8),
              copy(headerValueStart(header), headerValueLength(header))));
    }

    return new ConsumerRecord<>(
        topic,
        partition,
        offset,
        timestamp,
        timestampType,
        keyLength,
        valueLength,
        copy(keyStart, keyLength),
        copy(valueStart, valueLength),
        copies,
        Optional.empty());
  }

  private byte[] copy(int start, int length) {
    return length == NULL ? null : Arrays.copyOfRange(bytes, start, start + length);
  }

  void begin(String ofTopic, int ofPartition, TimestampType type) {
    topic = ofTopic;
    partition = ofPartition;
    timestampType = type;
  }

  void turnTo(long newOffset, long newTimestamp, byte[] newBytes) {
    offset = newOffset;
    timestamp = newTimestamp;
    receivedMillis = newTimestamp;
    bytes = newBytes;
    headers = 0;
  }

  void key(int start, int length) {
    keyStart = start;
    keyLength = length;
  }

  void value(int start, int length) {
    valueStart = start;
    valueLength = length;
  }

  void header(int nameStart, int nameLength, int start, int length) {
    int at = headers * PARTS;
    if (at == headerParts.length) {
      headerParts = Arrays.copyOf(headerParts, 2 * at);
    }
    headerParts[at] = nameStart;
    headerParts[at + 1] = nameLength;
    headerParts[at + 2] = start;
    headerParts[at + 3] = length;
    headers++;
    if (ReceivedTime.isNamed(bytes, nameStart, nameLength)) {
      receivedMillis = ReceivedTime.millis(bytes, start, length, timestamp);
    }
  }
}
