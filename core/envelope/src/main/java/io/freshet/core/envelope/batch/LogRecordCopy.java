package io.freshet.core.envelope.batch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Lays a record that Kafka's consumer has taken apart out in one array again. */
final class LogRecordCopy {
  private final LogRecord copy = new LogRecord();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private LogRecordCopy() {}

  static LogRecord of(ConsumerRecord<byte[], byte[]> kafkaRecord) {
    return new LogRecordCopy().copy(kafkaRecord);
  }

  private LogRecord copy(ConsumerRecord<byte[], byte[]> kafkaRecord) {
    copy.begin(kafkaRecord.topic(), kafkaRecord.partition(), kafkaRecord.timestampType());
    copy.key(out.size(), put(kafkaRecord.key()));
    copy.value(out.size(), put(kafkaRecord.value()));
    int values = out.size();
    for (Header header : kafkaRecord.headers()) {
      put(header.key().getBytes(StandardCharsets.UTF_8));
      put(header.value());
    }
    copy.turnTo(kafkaRecord.offset(), kafkaRecord.timestamp(), out.toByteArray());
    int at = values;
    for (Header header : kafkaRecord.headers()) {
      int name = header.key().getBytes(StandardCharsets.UTF_8).length;
      int value = header.value() == null ? LogRecord.NULL : header.value().length;
      copy.header(at, name, at + name, value);
      at += name + Math.max(0, value);
    }

    return copy;
  }

  /** Answers the length. */
  private int put(byte[] bytes) {
    if (bytes == null) {
      return LogRecord.NULL;
    }
    out.writeBytes(bytes);

    return bytes.length;
  }
}
