package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.stream.EventConsumer;
import io.freshet.local.FlinkApplication;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ETA application as {@code ./freshet up} brings another version of it: one that runs otherwise
 * is stopped with a savepoint, and the other goes on from there. {@code WriterIT} does the same
 * with the writer; what savepoints of released versions hold, {@code RecordedStateTest} reads.
 */
@FullOnly
class UpgradeIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.REDIS);

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String MARKET = "san_francisco";
  private static final long DASHER = 4711;
  private static final long ORDER = 50;

  @TempDir private Path folder;
  private Streams streams;
  private RawProducer producer;
  private Contracts contracts;
  private BadRecords pings;

  /**
   * @param id of the event
   * @param time of the ping that it rests on
   */
  private record Prediction(String id, Instant time) {}

  @BeforeEach
  void connect() {
    streams = new Streams(platform);
    producer = new RawProducer(streams.kafka().bootstrap());
    contracts = Contracts.read(Path.of(platform.settings().text("contracts.path")));
    streams.provide(contracts);
    pings = new BadRecords(contracts.require("dasher_pings"), streams);
  }

  @AfterEach
  void stop() {
    platform.platform().stop(application("10s"));
    producer.close();
    streams.close();
  }

  @Test
  void goesOnWithTheOrdersThatItHad() throws Exception {
    platform.start(application("10s"));
    step(1, "created", null);
    step(4, "dasher_assigned", DASHER);
    awaitPredictionOfAPing();

    // No step comes after this, and no ping names the order: what is predicted rests on state.
    platform.start(application("11s"));
    awaitPredictionOfAPing();
    platform.start(application("12s"));
    awaitPredictionOfAPing();
    step(5, "picked_up", DASHER);
    step(6, "delivered", DASHER);

    assertThat(predictions()).extracting(Prediction::id).doesNotHaveDuplicates();
    await().atMost(PATIENCE).untilAsserted(this::assertRedisLacksNothing);
  }

  /**
   * @param tellSpeedsEvery what differs between one version and the next
   */
  private FlinkApplication application(String tellSpeedsEvery) {
    return EtaJob.by(
        platform.profile(),
        "--eta.checkpoint-interval=2s",
        "--eta.predict-every=1s",
        "--eta.speed-every=" + tellSpeedsEvery);
  }

  private void step(int version, String state, Long dasher) {
    Contract contract = contracts.require("order_events");
    PayloadBuilder builder =
        new PayloadBuilder(contract)
            .set("market", MARKET)
            .set("order_id", ORDER)
            .set("order_version", version)
            .set("state", state)
            .set("event_time", Instant.now())
            .set("pickup_latitude", 37.78)
            .set("pickup_longitude", -122.42)
            .set("dropoff_latitude", 37.79)
            .set("dropoff_longitude", -122.40)
            .set("synthetic", false);
    if (dasher != null) {
      builder.set("dasher_id", dasher);
    }
    GenericRecord payload = builder.build();

    producer
        .send(
            EventEncoder.of(contract, streams.registry(), EventEncoder.Origin.of("/test"))
                .encode(payload))
        .join();
  }

  private void awaitPredictionOfAPing() {
    Instant since = Instant.now();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .until(
            () -> {
              producer.send(pings.good(MARKET, DASHER, Instant.now())).join();

              return predictions().stream().anyMatch(each -> each.time().isAfter(since));
            });
  }

  private List<Prediction> predictions() {
    List<Prediction> predictions = new ArrayList<>();
    try (EventConsumer consumer =
        EventConsumer.fromBeginning(
            streams.kafka(), streams.registry(), List.of(contracts.require("eta_predictions")))) {
      while (!consumer.isAtEnd()) {
        for (EventConsumer.Received received : consumer.poll(Duration.ofSeconds(1))) {
          Decoded.Event event = (Decoded.Event) received.decoded();
          if (((Number) event.payload().get("order_id")).longValue() == ORDER) {
            predictions.add(
                new Prediction(event.envelope().id(), event.envelope().time().orElseThrow()));
          }
        }
      }
    }

    return predictions;
  }

  private void assertRedisLacksNothing() throws Exception {
    JsonNode found =
        new RedisProgram(
                platform,
                folder,
                Map.of(
                    "contracts.path",
                    platform.settings().text("contracts.path"),
                    "eta.checkpoint-interval",
                    "2s"))
            .compare();

    assertThat(found.at("/orders/equal").asInt()).as(found.toString()).isPositive();
    assertThat(found.path("ok").asBoolean()).as(found.toString()).isTrue();
  }
}
