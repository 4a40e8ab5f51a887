package io.freshet.testing.samples;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;

/**
 * A place in a log whose topic notes received time, as all streams do: what a consumer would get
 * from there, without a broker.
 */
public record LogPlace(String topic, int partition, long offset, long receivedMillis) {
  /** What was sent, whatever place it was sent to. */
  public ConsumerRecord<byte[], byte[]> holding(ProducerRecord<byte[], byte[]> sent) {
    return holding(sent.key(), sent.value(), sent.headers());
  }

  public ConsumerRecord<byte[], byte[]> holding(byte[] key, byte[] value, Headers headers) {
    return new ConsumerRecord<>(
        topic,
        partition,
        offset,
        receivedMillis,
        TimestampType.LOG_APPEND_TIME,
        size(key),
        size(value),
        key,
        value,
        headers,
        Optional.empty());
  }

  private static int size(byte[] bytes) {
    return bytes == null ? ConsumerRecord.NULL_SIZE : bytes.length;
  }
}
