package io.freshet.ingestion.gateway.standby;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.envelope.stream.Position;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.gateway.stream.EventLog;
import io.freshet.ingestion.gateway.stream.UnsentException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class FailoverLogTest {
  private static final FreshetException AWAY = new FreshetException(Fault.DEPENDENCY, "away");
  private static final FreshetException TOO_LARGE = new FreshetException(Fault.CALLER, "large");
  private static final Position OWN = new Position("rides", 0, 1, Instant.EPOCH);
  private static final Position OTHER = new Position("rides", 0, 2, Instant.EPOCH);

  private final List<CompletableFuture<Position>> own = new ArrayList<>();
  private final List<CompletableFuture<Position>> standby = new ArrayList<>();
  private final List<String> diverted = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private boolean isOwnClosed;
  private final FailoverLog log =
      new FailoverLog(this::own, noting(standby), Set.of("rides"), diverted::add, nanos::get);

  private CompletableFuture<Position> own(
      ProducerRecord<byte[], byte[]> event, Acknowledgement acknowledgement) {
    return isOwnClosed
        ? CompletableFuture.failedFuture(new UnsentException(AWAY))
        : noting(own).send(event, acknowledgement);
  }

  private static EventLog noting(List<CompletableFuture<Position>> sent) {
    return (event, acknowledgement) -> {
      sent.add(new CompletableFuture<>());

      return sent.get(sent.size() - 1);
    };
  }

  @Test
  void asksNoOtherClusterWhileItsOwnTakesEvents() {
    CompletableFuture<Position> answer = send(Acknowledgement.DURABLE);
    own.get(0).complete(OWN);

    assertThat(answer).isCompletedWithValue(OWN);
    assertThat(standby).isEmpty();
  }

  /** Whoever waits sends it again, and that one goes to the other cluster. */
  @Test
  void sendsNoDurableEventThatMayBeThereToTheOtherAsWell() {
    CompletableFuture<Position> first = send(Acknowledgement.DURABLE);
    own.get(0).completeExceptionally(AWAY);
    CompletableFuture<Position> again = send(Acknowledgement.DURABLE);
    standby.get(0).complete(OTHER);

    assertThat(first).isCompletedExceptionally();
    assertThat(again).isCompletedWithValue(OTHER);
    assertThat(own).hasSize(1);
    assertThat(diverted).containsExactly("rides");
  }

  @Test
  void sendsWhatSurelyIsNotThereToTheOtherAtOnce() {
    isOwnClosed = true;

    CompletableFuture<Position> answer = send(Acknowledgement.DURABLE);
    standby.get(0).complete(OTHER);

    assertThat(answer).isCompletedWithValue(OTHER);
  }

  /** Nobody waits who could send it again. */
  @Test
  void sendsAFastEventToTheOtherWhenItsOwnDoesNotTakeIt() {
    CompletableFuture<Position> answer = send(Acknowledgement.FAST);
    own.get(0).completeExceptionally(AWAY);
    standby.get(0).complete(OTHER);

    assertThat(answer).isCompletedWithValue(OTHER);
  }

  @Test
  void triesItsOwnWithOneEventAfterAWhile() {
    send(Acknowledgement.DURABLE);
    own.get(0).completeExceptionally(AWAY);
    nanos.addAndGet(Duration.ofSeconds(9).toNanos());
    send(Acknowledgement.DURABLE);
    assertThat(own).hasSize(1);

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    CompletableFuture<Position> trial = send(Acknowledgement.DURABLE);
    send(Acknowledgement.DURABLE);
    assertThat(own).hasSize(2);
    assertThat(standby).hasSize(2);

    own.get(1).complete(OWN);
    send(Acknowledgement.DURABLE);
    assertThat(trial).isCompletedWithValue(OWN);
    assertThat(own).hasSize(3);
  }

  @Test
  void restsAgainAfterATrialThatFailed() {
    send(Acknowledgement.DURABLE);
    own.get(0).completeExceptionally(AWAY);
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    send(Acknowledgement.DURABLE);
    own.get(1).completeExceptionally(AWAY);
    nanos.addAndGet(Duration.ofSeconds(9).toNanos());

    send(Acknowledgement.DURABLE);

    assertThat(own).hasSize(2);
  }

  @Test
  void blamesNoClusterForAnEventThatNoneWouldTake() {
    CompletableFuture<Position> refused = send(Acknowledgement.FAST);
    own.get(0).completeExceptionally(TOO_LARGE);
    send(Acknowledgement.FAST);

    assertThat(refused)
        .isCompletedExceptionally()
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableThat()
        .withCause(TOO_LARGE);
    assertThat(own).hasSize(2);
    assertThat(standby).isEmpty();
  }

  /** A trial that says nothing is no trial. */
  @Test
  void believesNoClusterBackForAnEventThatNoneWouldTake() {
    send(Acknowledgement.DURABLE);
    own.get(0).completeExceptionally(AWAY);
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    send(Acknowledgement.DURABLE);
    own.get(1).completeExceptionally(TOO_LARGE);

    send(Acknowledgement.DURABLE);
    send(Acknowledgement.DURABLE);

    assertThat(own).as("one more trial").hasSize(3);
    assertThat(standby).hasSize(1);
  }

  @Test
  void divertsNothingOfAContractThatDoesNotAskForIt() {
    isOwnClosed = true;

    CompletableFuture<Position> answer =
        log.send(new ProducerRecord<>("others", new byte[0]), Acknowledgement.DURABLE);

    assertThat(answer).isCompletedExceptionally();
    assertThat(standby).isEmpty();
  }

  private CompletableFuture<Position> send(Acknowledgement acknowledgement) {
    return log.send(new ProducerRecord<>("rides", new byte[0]), acknowledgement);
  }
}
