package io.freshet.cli.story;

import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
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
        KafkaClients.made(
            kafka,
            () ->
                new KafkaProducer<>(
                    kafka.clientConfig(), new ByteArraySerializer(), new ByteArraySerializer()))) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (byte[] value : VALUES) {
        sent.add(
            producer.send(
                new ProducerRecord<>(topic, "broken".getBytes(StandardCharsets.UTF_8), value)));
      }
      for (Future<RecordMetadata> record : sent) {
        record.get();
      }

      return sent.size();
    } catch (ExecutionException | KafkaException e) {
      throw KafkaFaults.failure(
          "send a broken record to %s in Kafka at %s".formatted(topic, kafka.bootstrap()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted while sending broken records", e);
    }
  }
}
