package io.freshet.bench.contracts;

import io.freshet.bench.Countdown;
import io.freshet.bench.Stage;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.ProgressListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends events to many streams in turn, through one producer. Not thread-safe. */
final class SteadyEvents implements AutoCloseable {
  private static final double NANOS = 1e9;
  private static final int DASHERS = 1000;

  private final List<Lane> lanes;
  private final Producer<byte[], byte[]> kafka;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private long sent;

  private SteadyEvents(List<Lane> lanes, Producer<byte[], byte[]> kafka) {
    this.lanes = lanes;
    this.kafka = kafka;
  }

  /** One stream; counts what it was sent. */
  private static final class Lane {
    private final Contract contract;
    private final EventEncoder encoder;
    private final PayloadBuilder payloads;
    private long sent;

    Lane(Contract contract, EventEncoder encoder) {
      this.contract = contract;
      this.encoder = encoder;
      this.payloads = new PayloadBuilder(contract);
    }
  }

  static SteadyEvents open(Stage stage, List<Contract> contracts) {
    HttpSchemaRegistry registry = new HttpSchemaRegistry(RegistrySettings.from(stage.settings()));
    List<Lane> lanes = new ArrayList<>();
    for (Contract contract : contracts) {
      lanes.add(
          new Lane(
              contract, EventEncoder.of(contract, registry, EventEncoder.Origin.of("/bench"))));
    }

    return new SteadyEvents(
        lanes,
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                stage.kafka().bootstrap(),
                ProducerConfig.ACKS_CONFIG,
                "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer()));
  }

  long sent() {
    return sent;
  }

  void sendOneEach() {
    lanes.forEach(this::send);
    flush();
  }

  /** Each stream in its turn, so many a second in all, for so long. */
  void send(double rate, Duration span, ProgressListener progress) {
    long count = Math.round(rate * span.toMillis() / 1e3);
    Countdown countdown = new Countdown("events", count, progress);
    long begin = System.nanoTime();
    for (long i = 0; i < count; i++) {
      long due = begin + Math.round(i / rate * NANOS);
      awaitDue(due);
      send(lanes.get((int) (i % lanes.size())));
      countdown.at(i);
    }
    flush();
  }

  private static void awaitDue(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new FreshetException(Fault.CALLER, "Interrupted while events were sent");
      }
      LockSupport.parkNanos(left);
    }
  }

  private void send(Lane lane) {
    kafka.send(
        lane.encoder.encode(
            lane.payloads
                .set("market", "boston")
                .set("dasher_id", sent % DASHERS)
                .set("latitude", 42.36)
                .set("longitude", -71.06)
                .set("event_time", Instant.now())
                .build()),
        (metadata, problem) -> {
          if (problem != null) {
            failure.compareAndSet(null, problem);
          }
        });
    lane.sent++;
    sent++;
  }

  private void flush() {
    kafka.flush();
    if (failure.get() != null) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Kafka has not taken an event of the bench", failure.get());
    }
  }

  /** Holds each table against what its stream was sent. */
  void checkEach(Catalog catalog, List<String> findings) {
    for (Lane lane : lanes) {
      long rows = ContractsBench.rows(catalog, lane.contract);
      if (rows != lane.sent) {
        findings.add(
            "%s has %d rows of %d events".formatted(lane.contract.name(), rows, lane.sent));
      }
    }
  }

  @Override
  public void close() {
    kafka.close();
  }
}
