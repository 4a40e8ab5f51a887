package io.freshet.ingestion.gateway.stream;

import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.envelope.stream.Position;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Where events go. Thread-safe. */
public interface EventLog {
  /**
   * Sends one record, and waits for nothing.
   *
   * @return where Kafka put it, or a {@code FreshetException} that says whose fault it is, an
   *     {@link UnsentException} where it was surely not sent; completed on Kafka's own thread,
   *     unless it failed at once
   */
  CompletableFuture<Position> send(
      ProducerRecord<byte[], byte[]> event, Acknowledgement acknowledgement);
}
