package io.freshet.assurance.probe;

import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;

/** Puts test events of one stream on their way into its log, one at a time. Not thread-safe. */
sealed interface Sender extends AutoCloseable permits GatewaySender, KafkaSender {
  /**
   * Sends an event, marked as a test, and does not wait for it.
   *
   * @throws io.freshet.core.toolkit.FreshetException when the contract does not allow it, or Kafka
   *     is away
   */
  Sent send(Envelope envelope, GenericRecord payload);

  @Override
  void close();

  /**
   * An event on its way.
   *
   * @param at when it was sent
   * @param arrival whether the log has it by now; throws a {@code FreshetException} when it won't
   */
  record Sent(Instant at, Supplier<Optional<Arrival>> arrival) {}

  /**
   * An event that the log has.
   *
   * @param toAnswer from when it was sent until the gateway answered; empty without one
   */
  record Arrival(Position position, Optional<Duration> toAnswer) {}

  /** What was answered, if anything was; throws what there is instead of an answer. */
  static <T> Optional<T> byNow(CompletableFuture<T> answer) {
    try {
      return answer.isDone() ? Optional.of(answer.join()) : Optional.empty();
    } catch (CompletionException e) {
      throw KafkaFaults.failure("send a test event", e);
    }
  }
}
