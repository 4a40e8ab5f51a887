package io.freshet.simulator.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.envelope.stream.EventConsumer;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.simulator.Simulator;
import io.freshet.simulator.Simulator.Simulated;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import io.freshet.simulator.run.Speed;
import io.freshet.simulator.run.WallClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class EventPublisherIT {
  private static final Instant START = Instant.parse("2026-11-20T18:00:00Z");
  private static final List<String> STREAMS =
      List.of(Payloads.PINGS, Payloads.ORDERS, Payloads.MARKETS);

  @TempDir private static Path folder;

  private static SingleBroker broker;

  private final Contracts contracts = ShippedContracts.read();
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

  @BeforeAll
  static void startBroker() throws Exception {
    broker = new SingleBroker(folder);
    for (String stream : STREAMS) {
      broker.createTopic(stream, 4);
    }
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void deliversWhatItCountsAndKeepsEachOrdersSteps() {
    Simulated simulated = simulate(MarketplaceSettings.of(1, 1_000, START, Duration.ofSeconds(30)));
    Map<String, List<GenericRecord>> arrived = readAll();

    Map<String, Long> counts = new HashMap<>();
    arrived.forEach((stream, payloads) -> counts.put(stream, (long) payloads.size()));
    assertThat(counts).isEqualTo(simulated.progress().deliveries().sent());
    assertThat(counts.get(Payloads.PINGS)).isEqualTo(simulated.counts().pings().sent());
    assertThat(counts.get(Payloads.ORDERS)).isEqualTo(simulated.counts().orders().steps());
    assertThat(simulated.progress().deliveries().allRefused()).isZero();
    Map<Object, Integer> versions = new HashMap<>();
    for (GenericRecord step : arrived.get(Payloads.ORDERS)) {
      assertThat(step.get("order_version"))
          .isEqualTo(versions.merge(step.get("order_id"), 1, Integer::sum));
    }
  }

  @Test
  void saysWhichStreamItCannotReach() {
    KafkaSettings elsewhere = new KafkaSettings("127.0.0.1:1", 1);

    assertThatThrownBy(() -> EventPublisher.open(contracts, elsewhere, registry).close())
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("dasher_pings");
  }

  private Simulated simulate(MarketplaceSettings settings) {
    EventPublisher publisher = EventPublisher.open(contracts, kafka(), registry);
    try (Simulator simulator = new Simulator(publisher, WallClock.system())) {
      return simulator.simulate(settings, Speed.MAX, progress -> {});
    }
  }

  private Map<String, List<GenericRecord>> readAll() {
    List<Contract> read = STREAMS.stream().map(contracts::require).toList();
    Map<String, List<GenericRecord>> arrived = new HashMap<>();
    try (EventConsumer consumer = EventConsumer.fromBeginning(kafka(), registry, read)) {
      do {
        for (EventConsumer.Received received : consumer.poll(Duration.ofMillis(200))) {
          arrived
              .computeIfAbsent(received.position().topic(), any -> new ArrayList<>())
              .add(((Decoded.Event) received.decoded()).payload());
        }
      } while (!consumer.isAtEnd());
    }

    return arrived;
  }

  private static KafkaSettings kafka() {
    return new KafkaSettings(broker.bootstrap(), 1);
  }
}
