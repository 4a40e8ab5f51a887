package io.freshet.ingestion.validator.raw;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A record of the raw topic, as Flink hands it on; nobody has looked into it yet. */
@SuppressWarnings("ArrayRecordComponent") // Flink's serializers know arrays; nobody compares these.
public record RawRecord(
    String topic,
    int partition,
    long offset,
    long receivedMillis,
    byte[] key,
    byte[] value,
    String[] headerNames,
    byte[][] headerValues) {
  static RawRecord of(ConsumerRecord<byte[], byte[]> kafkaRecord) {
    Header[] headers = kafkaRecord.headers().toArray();
    String[] names = new String[headers.length];
    byte[][] values = new byte[headers.length][];
    for (int i = 0; i < headers.length; i++) {
      names[i] = headers[i].key();
      values[i] = headers[i].value();
    }

    return new RawRecord(
        kafkaRecord.topic(),
        kafkaRecord.partition(),
        kafkaRecord.offset(),
        kafkaRecord.timestamp(),
        kafkaRecord.key(),
        kafkaRecord.value(),
        names,
        values);
  }

  public ConsumerRecord<byte[], byte[]> toConsumerRecord() {
    RecordHeaders headers = new RecordHeaders();
    for (int i = 0; i < headerNames.length; i++) {
      headers.add(new RecordHeader(headerNames[i], headerValues[i]));
    }

    return new ConsumerRecord<>(
        topic,
        partition,
        offset,
        receivedMillis,
        TimestampType.LOG_APPEND_TIME,
        key == null ? ConsumerRecord.NULL_SIZE : key.length,
        value == null ? ConsumerRecord.NULL_SIZE : value.length,
        key,
        value,
        headers,
        Optional.empty());
  }
}
