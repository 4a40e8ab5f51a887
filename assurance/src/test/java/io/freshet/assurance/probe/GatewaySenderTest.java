package io.freshet.assurance.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.assurance.probe.Sender.Arrival;
import io.freshet.assurance.probe.Sender.Sent;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.envelope.stream.EventConsumer.Received;
import io.freshet.core.envelope.stream.Position;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class GatewaySenderTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final Duration A_MOMENT = Duration.ofMillis(12);

  private final Contract markets = Contracts.read(Path.of("..", "contracts")).require("markets");
  private final GenericRecord payload =
      new PayloadBuilder(markets)
          .set("market", "bergen")
          .set("name", "Bergen")
          .set("time_zone", "Europe/Oslo")
          .set("currency", "NOK")
          .set("latitude", 60.39)
          .set("longitude", 5.32)
          .set("event_time", Instant.now())
          .build();
  private final FakeTail tail = new FakeTail();
  private final List<String> steps = new ArrayList<>();
  private final CompletableFuture<Instant> answer = new CompletableFuture<>();
  private Instant now = NOON;
  private final GatewaySender sender =
      new GatewaySender(
          "markets",
          EventEncoder.of(
              markets, new InMemorySchemaRegistry(), EventEncoder.Origin.of("/freshet/probe")),
          (envelope, framed) -> {
            steps.add("send " + envelope.id());

            return answer;
          },
          tail,
          () -> now);

  @Test
  void readsFromWhereTheStreamEndedBeforeTheEventWasSent() {
    send();

    assertThat(steps).containsExactly("begin", "send ours");
  }

  @Test
  void looksForTheEventOnceTheGatewayHasAnswered() {
    Sent sent = send();
    tail.brings(event("ours", 4));

    assertThat(sent.at()).isEqualTo(NOON);
    assertThat(sent.arrival().get()).isEmpty();

    answer.complete(NOON.plus(A_MOMENT));

    assertThat(sent.arrival().get()).contains(new Arrival(at(4), Optional.of(A_MOMENT)));
  }

  @Test
  void passesOverWhatOthersHaveSent() {
    Sent sent = send();
    answer.complete(NOON);
    tail.brings(
        event("another", 4),
        new Received(at(5), new Decoded.Refused(RefusalCause.MISSING_KEY, "none")));

    assertThat(sent.arrival().get()).isEmpty();

    tail.brings(event("yet another", 6));
    tail.brings(event("ours", 7));

    assertThat(sent.arrival().get()).map(Arrival::position).contains(at(7));
  }

  @Test
  void doesNotWaitForEverForAnEventThatTheLogDoesNotGet() {
    Sent sent = send();
    answer.complete(NOON);

    now = NOON.plus(GatewaySender.LOGGED_WITHIN);
    assertThat(sent.arrival().get()).isEmpty();

    now = now.plusMillis(1);
    assertThatThrownBy(() -> sent.arrival().get())
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "The event gateway has taken a test event of markets, but the log does not have it"
                + " after 40s");
  }

  @Test
  void tellsWhyTheGatewayHasNotTakenIt() {
    Sent sent = send();
    answer.completeExceptionally(new FreshetException(Fault.CALLER, "Nobody may"));

    assertThatThrownBy(() -> sent.arrival().get())
        .isInstanceOf(FreshetException.class)
        .hasMessage("Nobody may");
  }

  private Sent send() {
    return sender.send(envelope("ours"), payload);
  }

  private Received event(String id, long offset) {
    return new Received(at(offset), new Decoded.Test(new Decoded.Event(envelope(id), payload)));
  }

  private static Envelope envelope(String id) {
    return new Envelope(id, "/freshet/probe", "markets", Optional.empty(), Optional.empty());
  }

  private static Position at(long offset) {
    return new Position("markets", 0, offset, NOON);
  }

  /** What a test has taught it to bring, a part at each reading. */
  private final class FakeTail implements Tail {
    private final Deque<List<Received>> parts = new ArrayDeque<>();

    void brings(Received... part) {
      parts.add(List.of(part));
    }

    @Override
    public void begin() {
      steps.add("begin");
    }

    @Override
    public List<Received> read() {
      return parts.isEmpty() ? List.of() : parts.remove();
    }

    @Override
    public void close() {}
  }
}
