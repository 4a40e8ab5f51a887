package io.freshet.ingestion.gateway.standby;

import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.envelope.stream.Position;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.gateway.stream.EventLog;
import io.freshet.ingestion.gateway.stream.UnsentException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends the events of some streams to a standby cluster while their own takes none. What its own
 * cluster may have taken is not sent to the other as well, so that no event is there twice for the
 * gateway's sake: whoever waits for the answer is told that there is none, and sends it again.
 * Under {@link Acknowledgement#FAST} nobody waits, and an event may be doubled anyway: there it is
 * sent to the other. Thread-safe.
 */
public final class FailoverLog implements EventLog {
  private static final Duration REST = Duration.ofSeconds(10);

  private final EventLog own;
  private final EventLog standby;
  private final Map<String, Breaker> breakers;
  private final Consumer<String> diverted;

  /**
   * @param topics whose events may go to the standby cluster
   * @param diverted is told the topic of each event that does
   */
  public FailoverLog(
      EventLog own, EventLog standby, Collection<String> topics, Consumer<String> diverted) {
    this(own, standby, topics, diverted, System::nanoTime);
  }

  FailoverLog(
      EventLog own,
      EventLog standby,
      Collection<String> topics,
      Consumer<String> diverted,
      LongSupplier nanos) {
    this.own = own;
    this.standby = standby;
    this.diverted = diverted;
    this.breakers =
        topics.stream()
            .collect(Collectors.toMap(Function.identity(), topic -> new Breaker(REST, nanos)));
  }

  @Override
  public CompletableFuture<Position> send(
      ProducerRecord<byte[], byte[]> event, Acknowledgement acknowledgement) {
    Breaker breaker = breakers.get(event.topic());
    if (breaker == null) {
      return own.send(event, acknowledgement);
    }
    if (!breaker.admits()) {
      return divert(event, acknowledgement);
    }
    CompletableFuture<Position> sent = own.send(event, acknowledgement);
    CompletableFuture<Position> answer = new CompletableFuture<>();
    CompletableFuture<Position> unused =
        sent.whenComplete(
            (position, failure) -> {
              note(breaker, failure);
              if (mayBeSentAgain(acknowledgement, failure)) {
                pass(divert(event, acknowledgement), answer);
              } else {
                pass(sent, answer);
              }
            });

    return answer;
  }

  private static void pass(CompletableFuture<Position> from, CompletableFuture<Position> to) {
    CompletableFuture<Position> unused =
        from.whenComplete(
            (position, failure) -> {
              if (failure == null) {
                to.complete(position);
              } else {
                to.completeExceptionally(failure);
              }
            });
  }

  private CompletableFuture<Position> divert(
      ProducerRecord<byte[], byte[]> event, Acknowledgement acknowledgement) {
    diverted.accept(event.topic());

    return standby.send(event, acknowledgement);
  }

  private static void note(Breaker breaker, Throwable failure) {
    if (failure == null) {
      breaker.succeeded();
    } else if (isAway(failure)) {
      breaker.failed();
    } else {
      breaker.undecided(); // No cluster would take it.
    }
  }

  private static boolean mayBeSentAgain(Acknowledgement acknowledgement, Throwable failure) {
    return failure != null
        && isAway(failure)
        && (failure instanceof UnsentException || acknowledgement == Acknowledgement.FAST);
  }

  private static boolean isAway(Throwable failure) {
    return failure instanceof FreshetException known && known.fault() == Fault.DEPENDENCY;
  }
}
