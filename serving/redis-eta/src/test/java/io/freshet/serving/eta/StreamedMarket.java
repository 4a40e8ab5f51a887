package io.freshet.serving.eta;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.EventEncoder.Origin;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.EventProducer;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.StreamProvisioner;
import io.freshet.core.toolkit.Settings;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.travel.Position;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** Sends the events of a market to the streams that the job reads. */
final class StreamedMarket implements AutoCloseable {
  /** What the job reads and writes. */
  private static final List<String> STREAMS =
      List.of(
          "order_events",
          "dasher_pings",
          "eta_predictions",
          "market_supply",
          "supply_cells",
          "idle_dashers",
          "supply_alerts");

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long TO_THE_END = -1;

  private final EventProducer steps;
  private final EventProducer pings;
  private final PayloadBuilder step;
  private final PayloadBuilder ping;

  StreamedMarket(Settings settings) {
    KafkaSettings kafka = KafkaSettings.from(settings);
    HttpSchemaRegistry registry = new HttpSchemaRegistry(RegistrySettings.from(settings));
    ContractTexts contracts = ContractTexts.read(Path.of(settings.text("contracts.path")));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      StreamProvisioner provisioner = new StreamProvisioner(admin, registry, kafka);
      STREAMS.forEach(stream -> provisioner.apply(contracts.contract(stream)));
      empty(admin);
    }
    Contract orderEvents = contracts.contract("order_events");
    Contract dasherPings = contracts.contract("dasher_pings");
    Origin origin = Origin.of("/test");
    this.steps = EventProducer.open(orderEvents, kafka, registry, origin);
    this.pings = EventProducer.open(dasherPings, kafka, registry, origin);
    this.step = new PayloadBuilder(orderEvents);
    this.ping = new PayloadBuilder(dasherPings);
  }

  /** Other tests that had the same Kafka have left markets of theirs. */
  private static void empty(Admin admin) {
    Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
    KafkaFaults.answer(
            admin.describeTopics(STREAMS).allTopicNames(), PATIENCE, "look at the streams")
        .forEach(
            (name, topic) ->
                topic
                    .partitions()
                    .forEach(
                        partition ->
                            all.put(
                                new TopicPartition(name, partition.partition()),
                                RecordsToDelete.beforeOffset(TO_THE_END))));
    KafkaFaults.answer(admin.deleteRecords(all).all(), PATIENCE, "empty the streams");
  }

  CompletableFuture<?> send(OrderEvent event) {
    return steps.send(payload(event)).toCompletableFuture();
  }

  /** As somebody does who tries whether events come through. */
  CompletableFuture<?> sendTest(OrderEvent event) {
    Envelope envelope =
        new Envelope(
            "test-" + event.orderId(),
            "/test",
            "order_events",
            Optional.of(Instant.ofEpochMilli(event.millis())),
            Optional.empty());

    return steps.sendTest(envelope, payload(event)).toCompletableFuture();
  }

  CompletableFuture<?> send(Ping seen) {
    GenericRecord payload =
        ping.set("market", seen.market())
            .set("dasher_id", seen.dasherId())
            .set("order_id", seen.orderId())
            .set("latitude", seen.fix().position().latitude())
            .set("longitude", seen.fix().position().longitude())
            .set("event_time", Instant.ofEpochMilli(seen.fix().millis()))
            .build();

    return pings.send(payload).toCompletableFuture();
  }

  private GenericRecord payload(OrderEvent event) {
    step.set("market", event.market())
        .set("order_id", event.orderId())
        .set("order_version", event.orderVersion())
        .set("state", event.state().code())
        .set("event_time", Instant.ofEpochMilli(event.millis()))
        .set("dasher_id", event.dasherId())
        .set("synthetic", event.synthetic());
    place("pickup", event.pickup());
    place("dropoff", event.dropoff());

    return step.build();
  }

  private void place(String which, Position position) {
    if (position != null) {
      step.set(which + "_latitude", position.latitude())
          .set(which + "_longitude", position.longitude());
    }
  }

  @Override
  public void close() {
    steps.close();
    pings.close();
  }
}
