package io.freshet.testing.e2e;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A Kafka client that sends whatever it is told, each record once and in order, and that waits for
 * a broker that is being restarted.
 */
final class RawProducer implements AutoCloseable {
  private static final int NO_LIMIT = 64 << 20;

  private final KafkaProducer<byte[], byte[]> kafka;

  RawProducer(String bootstrap) {
    this.kafka =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", bootstrap,
                "acks", "all",
                "enable.idempotence", "true",
                "compression.type", "zstd",
                "linger.ms", "10",
                "max.request.size", Integer.toString(NO_LIMIT),
                "max.block.ms", "120000",
                "request.timeout.ms", "10000",
                // The default's re-bootstrap hangs when the only broker restarts.
                "metadata.recovery.strategy", "none"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  CompletableFuture<Identity> send(ProducerRecord<byte[], byte[]> event) {
    CompletableFuture<Identity> answer = new CompletableFuture<>();
    var unused =
        kafka.send(
            event,
            (metadata, failure) -> {
              if (failure != null) {
                answer.completeExceptionally(failure);
              } else {
                answer.complete(Identity.of(metadata));
              }
            });

    return answer;
  }

  void flush() {
    kafka.flush();
  }

  @Override
  public void close() {
    kafka.close();
  }
}
