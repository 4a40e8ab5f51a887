package io.freshet.bench.alerts;

import io.freshet.bench.Stage;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends each table an event at its time, by a thread of its own, until closed. An event bears its
 * number as {@code dasher_id}. While Kafka is away events wait here for it; they were sent when
 * they were due all the same.
 */
final class NumberedEvents implements AutoCloseable {
  /** Longer than any fault lasts. */
  private static final int NEVER_GIVE_UP_MILLIS = 30 * 60 * 1000;

  private static final int CLOSE_MILLIS = 10_000;
  private static final double NANOS = 1e9;

  private final List<Lane> lanes;
  private final double rate;
  private final Producer<byte[], byte[]> kafka;
  private final Thread thread = new Thread(this::send, "numbered-events");
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private volatile boolean isOver;

  /**
   * @param rate events a second, of each lane
   */
  NumberedEvents(List<Lane> lanes, double rate, Producer<byte[], byte[]> kafka) {
    this.lanes = lanes;
    this.rate = rate;
    this.kafka = kafka;
  }

  /** One stream. */
  record Lane(EventEncoder encoder, PayloadBuilder payloads, Passages passages) {}

  /**
   * @param rate events a second, of each
   */
  static NumberedEvents start(Stage stage, Map<Contract, Passages> tables, double rate) {
    List<Lane> lanes = new ArrayList<>();
    tables.forEach(
        (contract, passages) ->
            lanes.add(
                new Lane(
                    EventEncoder.of(contract, stage.registry(), EventEncoder.Origin.of("/bench")),
                    new PayloadBuilder(contract),
                    passages)));
    NumberedEvents events =
        new NumberedEvents(
            lanes,
            rate,
            new KafkaProducer<>(
                Map.of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    stage.kafka().bootstrap(),
                    ProducerConfig.ACKS_CONFIG,
                    "all",
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                    NEVER_GIVE_UP_MILLIS,
                    ProducerConfig.MAX_BLOCK_MS_CONFIG,
                    NEVER_GIVE_UP_MILLIS),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
    events.thread.setDaemon(true);
    events.thread.start();

    return events;
  }

  /** Each event when it is due, until it is over. */
  void send() {
    try {
      Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      for (long number = 0; !isOver; number++) {
        Instant due = begin.plusNanos(Math.round(number / rate * NANOS));
        for (long left = nanosUntil(due); left > 0 && !isOver; left = nanosUntil(due)) {
          LockSupport.parkNanos(left);
        }
        send(number, due);
      }
    } catch (RuntimeException e) { // nobody waits for this thread; the run says so at its end
      failure.compareAndSet(null, e);
    }
  }

  /** To each table one. */
  void send(long number, Instant due) {
    for (Lane lane : lanes) {
      lane.passages().sent(number, due);
      kafka.send(
          lane.encoder()
              .encode(
                  lane.payloads()
                      .set("market", "boston")
                      .set("dasher_id", number)
                      .set("latitude", 42.36)
                      .set("longitude", -71.06)
                      .set("event_time", due)
                      .build()),
          (metadata, problem) -> {
            if (problem != null) {
              failure.compareAndSet(null, problem);
            }
          });
    }
  }

  private static long nanosUntil(Instant due) {
    return Instant.now().until(due, ChronoUnit.NANOS);
  }

  /** Nothing is sent any more; what has been sent is on its way. */
  void stop() throws InterruptedException {
    isOver = true;
    LockSupport.unpark(thread);
    thread.join(CLOSE_MILLIS);
  }

  /** Why an event was not sent: the first that was not. */
  Optional<Exception> failure() {
    return Optional.ofNullable(failure.get());
  }

  @Override
  public void close() throws InterruptedException {
    stop();
    kafka.close(Duration.ofMillis(CLOSE_MILLIS));
  }
}
