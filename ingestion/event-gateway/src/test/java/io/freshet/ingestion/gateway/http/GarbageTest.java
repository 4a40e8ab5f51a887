package io.freshet.ingestion.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.tracing.Span;
import io.freshet.ingestion.gateway.account.TemporaryAccounts;
import io.freshet.ingestion.gateway.admission.RateLimits;
import io.freshet.ingestion.gateway.admission.Sender;
import io.freshet.ingestion.gateway.contracts.Served;
import io.freshet.ingestion.gateway.intake.EventIntake;
import io.freshet.ingestion.gateway.intake.IntakeMetrics;
import io.freshet.ingestion.gateway.refusal.KeptRefusals;
import io.freshet.ingestion.gateway.restproxy.ProduceRecords;
import io.freshet.ingestion.gateway.stream.FakeKafka;
import io.freshet.testing.samples.Rides;
import io.freshet.testing.servers.Garbage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever arrives, the answer says that it is the sender's fault, and comes at once. */
class GarbageTest {
  private static final int REQUESTS = 3000;
  private static final int MAX_EVENTS = 3;
  private static final List<String> TYPES =
      List.of(
          "application/cloudevents+json",
          "application/cloudevents-batch+json",
          "application/vnd.kafka.json.v2+json",
          "application/vnd.kafka.avro.v2+json",
          "application/vnd.kafka.binary.v2+json",
          "application/json",
          "application/avro",
          "avro/binary");

  private final TemporaryAccounts accounts = TemporaryAccounts.open();
  private final Served served;
  private final KeptRefusals kept = KeptRefusals.unbounded();
  private final Door events;
  private final Door topics;

  GarbageTest() {
    InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    FakeKafka kafka = FakeKafka.acknowledging(Rides.contract());
    this.served = kafka.served(registry);
    EventIntake intake =
        new EventIntake(
            kafka.log(),
            accounts.accounts(),
            Duration.ofMinutes(1),
            new IntakeMetrics(new SimpleMeterRegistry()));
    RateLimits limits = new RateLimits(1, System::nanoTime);
    this.events = new EventsDoor(intake, kept.refusals(), limits, MAX_EVENTS);
    this.topics =
        new TopicsDoor(intake, kept.refusals(), new ProduceRecords(registry), limits, MAX_EVENTS);
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void isNeverAnsweredAsIfItWereOurFault() {
    Random random = new Random(20261101);
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (int i = 0; i < REQUESTS; i++) {
      String type = TYPES.get(random.nextInt(TYPES.size()));
      byte[] body = Garbage.mutated(good(type), random);

      Reply reply = answer(type, body);

      assertThat(reply.status())
          .as("%s %s", type, Base64.getEncoder().encodeToString(body))
          .isBetween(200, 499);
      statuses.merge(reply.status(), 1, Integer::sum);
    }

    assertThat(statuses).containsKeys(200, 207, 400, 422);
    assertThat(kept.rows()).hasSizeGreaterThan(statuses.get(400));
  }

  @AfterEach
  void close() {
    accounts.close();
  }

  private Reply answer(String type, byte[] body) {
    Door door = type.contains("kafka") ? topics : events;
    HttpFields.Mutable headers = HttpFields.build().add("Content-Type", type);
    if (!type.contains("cloudevents")) {
      headers
          .add("ce-specversion", "1.0")
          .add("ce-id", "1")
          .add("ce-source", "/phone")
          .add("ce-type", "rides");
    }

    return CompletableFuture.completedFuture(body)
        .thenCompose(
            bytes ->
                door.take(
                    new Visit(
                        served,
                        Sender.of(Rides.PRODUCER),
                        "POST",
                        HttpURI.from("http://gateway" + TopicsDoor.PATH + Rides.NAME),
                        headers,
                        bytes,
                        Span.untraced(),
                        Runnable::run)))
        .exceptionally(failure -> door.refuse(Failures.problem(failure)))
        .join();
  }

  private static byte[] good(String type) {
    String event = Rides.event("1", Rides.ride("stops", "[{\"place\": \"a\"}]"));
    String framed = Base64.getEncoder().encodeToString(new byte[] {0, 0, 0, 0, 1, 8, 'o', 's'});
    String body =
        switch (type) {
          case "application/cloudevents+json" -> event;
          case "application/cloudevents-batch+json" -> "[%s, %s]".formatted(event, event);
          case "application/vnd.kafka.json.v2+json" ->
              "{\"records\": [{\"value\": %s}]}".formatted(Rides.RIDE);
          case "application/vnd.kafka.avro.v2+json" ->
              "{\"value_schema_id\": 1, \"records\": [{\"value\": %s}]}".formatted(Rides.RIDE);
          case "application/vnd.kafka.binary.v2+json" ->
              "{\"records\": [{\"value\": \"%s\"}]}".formatted(framed);
          case "application/json" -> Rides.RIDE;
          default -> "\u0000\u0000\u0000\u0000\u0001\u0008oslo\u00ceI";
        };

    return body.getBytes(UTF_8);
  }
}
