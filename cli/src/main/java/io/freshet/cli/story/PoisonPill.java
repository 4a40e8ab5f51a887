package io.freshet.cli.story;

import io.freshet.core.envelope.stream.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends what a broken client would, so that the demo has dead letters to show. */
final class PoisonPill {
  private static final List<byte[]> VALUES =
      List.of(
          "not Avro at all".getBytes(StandardCharsets.UTF_8),
          new byte[] {0, 127, 127, 127, 127, 1},
          new byte[0]);

  private PoisonPill() {}

  /**
   * @return how many records were sent
   */
  static long send(KafkaSettings kafka, String topic) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (byte[] value : VALUES) {
        producer.send(
            new ProducerRecord<>(topic, "broken".getBytes(StandardCharsets.UTF_8), value));
      }
      producer.flush();
    }

    return VALUES.size();
  }
}
