package io.freshet.assurance.probe;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.stream.EventConsumer.Received;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.Position;
import io.freshet.core.envelope.stream.StreamReader;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.apache.avro.generic.GenericRecord;

/**
 * Sends test events through an event gateway, and finds each in the log by its id: a gateway that
 * answers before Kafka does has no offset to tell, and none tells when the log took it.
 */
final class GatewaySender implements Sender {
  /** A gateway tries for 30 s to send what it has answered for at once. */
  static final Duration LOGGED_WITHIN = Duration.ofSeconds(40);

  /** At one look: where more comes than can be read, others are looked at, too. */
  private static final int MOST_READS = 20;

  private final String stream;
  private final EventEncoder encoder;
  private final BiFunction<Envelope, byte[], CompletableFuture<Instant>> gateway;
  private final Tail tail;
  private final InstantSource clock;

  /**
   * @param gateway takes an event and its payload, and says when it had
   */
  GatewaySender(
      String stream,
      EventEncoder encoder,
      BiFunction<Envelope, byte[], CompletableFuture<Instant>> gateway,
      Tail tail,
      InstantSource clock) {
    this.stream = stream;
    this.encoder = encoder;
    this.gateway = gateway;
    this.tail = tail;
    this.clock = clock;
  }

  /**
   * @throws FreshetException when there is no key for it, or Kafka or the registry are away
   */
  static GatewaySender open(
      Contract contract, Gateway gateway, KafkaSettings kafka, SchemaRegistry registry) {
    InstantSource clock = InstantSource.system();
    GatewayCall call = new GatewayCall(gateway, gateway.key(contract), GatewayCall.PATIENCE, clock);
    EventEncoder encoder =
        EventEncoder.of(contract, registry, EventEncoder.Origin.of(StreamProbe.SOURCE));

    return new GatewaySender(
        contract.name(),
        encoder,
        call::send,
        new Tail.OfStream(StreamReader.open(kafka, registry, contract)),
        clock);
  }

  @Override
  public Sent send(Envelope envelope, GenericRecord payload) {
    byte[] framed = encoder.encode(envelope, payload).value();
    tail.begin();
    Instant now = clock.instant();
    CompletableFuture<Instant> answer = gateway.apply(envelope, framed);

    return new Sent(now, () -> arrival(envelope.id(), now, answer));
  }

  private Optional<Arrival> arrival(String id, Instant sentAt, CompletableFuture<Instant> answer) {
    Optional<Instant> answeredAt = Sender.byNow(answer);

    return answeredAt.isEmpty() ? Optional.empty() : arrival(id, sentAt, answeredAt.get());
  }

  private Optional<Arrival> arrival(String id, Instant sentAt, Instant answeredAt) {
    Optional<Position> position = find(id);
    if (position.isEmpty()
        && Duration.between(answeredAt, clock.instant()).compareTo(LOGGED_WITHIN) > 0) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "The event gateway has taken a test event of %s, but the log does not have it after %s"
              .formatted(stream, Durations.print(LOGGED_WITHIN)));
    }
    Duration toAnswer = Probed.notNegative(Duration.between(sentAt, answeredAt));

    return position.map(found -> new Arrival(found, Optional.of(toAnswer)));
  }

  private Optional<Position> find(String id) {
    for (int i = 0; i < MOST_READS; i++) {
      List<Received> read = tail.read();
      if (read.isEmpty()) {
        return Optional.empty();
      }
      for (Received received : read) {
        if (received.decoded().content() instanceof Decoded.Event event
            && event.envelope().id().equals(id)) {
          return Optional.of(received.position());
        }
      }
    }

    return Optional.empty();
  }

  @Override
  public void close() {
    tail.close();
  }
}
