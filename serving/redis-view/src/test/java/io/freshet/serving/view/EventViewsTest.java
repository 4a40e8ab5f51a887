package io.freshet.serving.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventEncoder.Origin;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.serving.view.ServedEvent.Standing;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class EventViewsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Contracts CONTRACTS = Contracts.read(Path.of("..", "..", "contracts"));
  private static final Contract STEPS = CONTRACTS.require("order_events");
  private static final Contract PINGS = CONTRACTS.require("dasher_pings");

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final Map<String, String> redis = new HashMap<>();

  private static GenericRecord step(int version) {
    return new PayloadBuilder(STEPS)
        .set("market", "boston")
        .set("order_id", 17L)
        .set("order_version", version)
        .set("state", "ready")
        .set("event_time", NOON)
        .set("synthetic", false)
        .build();
  }

  private static GenericRecord ping() {
    return new PayloadBuilder(PINGS)
        .set("market", "boston")
        .set("dasher_id", 5L)
        .set("latitude", new BigDecimal("42.360000"))
        .set("longitude", new BigDecimal("-71.050000"))
        .set("event_time", NOON)
        .build();
  }

  private RedisFindings findings(Contract contract, GenericRecord payload) {
    EventViews views =
        new EventViews(contract, key -> Optional.ofNullable(redis.get(key)), registry);
    views.accept(logged(contract, payload));

    return views.findings();
  }

  private ConsumerRecord<byte[], byte[]> logged(Contract contract, GenericRecord payload) {
    ProducerRecord<byte[], byte[]> sent =
        EventEncoder.of(contract, registry, Origin.of("test")).encode("id", payload);

    return new ConsumerRecord<>(
        sent.topic(),
        3,
        1042,
        NOON.toEpochMilli(),
        TimestampType.LOG_APPEND_TIME,
        sent.key().length,
        sent.value().length,
        sent.key(),
        sent.value(),
        sent.headers(),
        Optional.empty());
  }

  private ServedEvent of(int version) {
    return findings(STEPS, step(version)).at(3, 1042).orElseThrow();
  }

  private void holds(long version, Instant time) {
    redis.put(
        "eta:{boston:17}",
        "{\"order_version\":%d,\"event_time_ms\":%d}".formatted(version, time.toEpochMilli()));
  }

  @Test
  void hasPassedAnEventWhoseVersionOrTimeItHasReached() {
    holds(4, NOON);

    assertThat(of(4).standing()).isEqualTo(Standing.PASSED);
    assertThat(of(3).standing()).isEqualTo(Standing.PASSED);
    assertThat(of(4).order()).contains(new OrderName("boston", 17));
    assertThat(of(4).held()).contains(new Version(4, NOON.toEpochMilli()));
  }

  @Test
  void isBehindALaterStepHoweverLateItsPings() {
    holds(4, NOON.plusSeconds(3600));

    assertThat(of(5).standing()).isEqualTo(Standing.BEHIND);
  }

  @Test
  void saysWhereItHoldsNothingOrWhatIsNoDocument() {
    assertThat(of(4).standing()).isEqualTo(Standing.NOTHING);

    redis.put("eta:{boston:17}", "something else");

    assertThat(of(4).standing()).isEqualTo(Standing.NOTHING);
  }

  @Test
  void namesNoDasher() {
    redis.put("dasher:{boston:5}", "{\"event_time_ms\":%d}".formatted(NOON.toEpochMilli() - 1));

    ServedEvent served = findings(PINGS, ping()).at(3, 1042).orElseThrow();

    assertThat(served.order()).isEmpty();
    assertThat(served.standing()).isEqualTo(Standing.BEHIND);
  }

  @Test
  void saysThatRedisIsAwayAndGoesOn() {
    EventViews views =
        new EventViews(
            STEPS,
            key -> {
              throw new FreshetException(Fault.DEPENDENCY, "Redis is away");
            },
            registry);
    views.accept(logged(STEPS, step(4)));

    assertThat(views.findings().failure()).contains("Redis is away");
    assertThat(views.findings().at(3, 1042)).isEmpty();
  }

  @Test
  void knowsOfWhichContractsItShowsNothing() {
    assertThat(EventViews.shows(STEPS)).isTrue();
    assertThat(EventViews.shows(CONTRACTS.require("markets"))).isFalse();
  }
}
