package io.freshet.ingestion.sqlapps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.freshet.core.envelope.EventFields;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** The shipped applications as they run, over events that are known. */
class SqlApplicationIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY, Part.REDIS);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** So late that it ends all windows before it. */
  private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");

  private static final Duration WINDOW = Duration.ofMinutes(5);

  /** As many entities as surely reach each partition. */
  private static final int ENTITIES = 60;

  @TempDir private Path folder;
  private final String market = platform.uniqueName("market");

  @Test
  void weighsDemandAgainstSupply() throws Exception {
    try (Deployed surge =
        new Deployed(
                platform,
                folder,
                "surge",
                List.of("order_events", "dasher_pings", "market_surge", "surge_multipliers"))
            .runHere(Map.of())) {
      surge.send(
          "order_events",
          List.of(
              order(1, "created", 10),
              order(2, "created", 20),
              order(2, "cancelled", 25),
              order(3, "created", 299),
              order(4, "created", 300),
              order(5, "created", 301)));
      surge.send(
          "dasher_pings",
          List.of(
              ping(71, 5L, 30),
              ping(72, null, 40),
              ping(72, null, 50),
              ping(73, 6L, 60),
              ping(73, null, 70),
              ping(71, null, 310),
              ping(72, null, 311),
              ping(71, null, 900)));
      // As events these would change each figure, and be windows of their own.
      surge.sendTests(
          "order_events",
          List.of(order(6, "created", 30), order(7, "created", 310), order(8, "created", 1210)));
      surge.sendTests(
          "dasher_pings", List.of(ping(74, null, 30), ping(74, null, 310), ping(74, null, 901)));
      surge.send("order_events", ends("order_events"));
      surge.send("dasher_pings", ends("dasher_pings"));

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(rows(surge.received("market_surge")))
                      .containsExactlyInAnyOrder(
                          "2026-03-01T12:05:00Z 3 orders, 2 of 3 free: 1.25",
                          "2026-03-01T12:10:00Z 2 orders, 2 of 2 free: 1.00",
                          "2026-03-01T12:20:00Z 0 orders, 1 of 1 free: 1.00"));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(multipliers(surge.received("surge_multipliers")))
                      .containsExactlyInAnyOrder(
                          "12:05:00Z 1.25 1.05 of 2.00",
                          "12:10:00Z 1.00 1.05 of 2.00",
                          "12:20:00Z 1.00 1.05 of 2.00"));
      await().atMost(PATIENCE).untilAsserted(this::assertRedis);

      try (Jedis redis = redis()) {
        redis.del("surge:" + market); // as where Redis came back empty
      }
      surge.send("dasher_pings", List.of(MarketEvents.ping(market, 71, null, MIDNIGHT)));
      surge.send("order_events", ends("order_events", MIDNIGHT.plus(WINDOW.multipliedBy(2))));
      surge.send("dasher_pings", ends("dasher_pings", MIDNIGHT.plus(WINDOW.multipliedBy(2))));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                try (Jedis redis = redis()) {
                  assertThat(redis.hgetAll("surge:" + market))
                      .containsEntry("event_time", MIDNIGHT.plus(WINDOW).toString())
                      .containsEntry("multiplier", "1.00");
                }
              });
    }
  }

  private static Jedis redis() {
    return new Jedis(
        platform.settings().text("redis.host"), platform.settings().integer("redis.port", 0));
  }

  private void assertRedis() {
    try (Jedis redis = redis()) {
      assertThat(redis.hgetAll("surge:" + market))
          .containsEntry("event_time", "2026-03-01T12:20:00Z")
          .containsEntry("free_dashers", "1")
          .containsEntry("surge", "1.00")
          .containsEntry("multiplier", "1.05")
          .containsEntry("cap", "2.00");
      assertThat(redis.ttl("surge:" + market)).isBetween(1L, 900L);
    }
  }

  private List<String> rows(List<GenericRecord> events) {
    return events.stream()
        .filter(event -> EventFields.text(event, "market").equals(market))
        .map(
            event ->
                "%s %d orders, %d of %d free: %s"
                    .formatted(
                        EventFields.instant(event, "event_time"),
                        EventFields.integer(event, "created_orders"),
                        EventFields.integer(event, "free_dashers"),
                        EventFields.integer(event, "online_dashers"),
                        EventFields.decimal(event, "surge").toPlainString()))
        .toList();
  }

  private List<String> multipliers(List<GenericRecord> events) {
    return events.stream()
        .filter(event -> EventFields.text(event, "market").equals(market))
        .map(
            event ->
                "%s %s %s of %s"
                    .formatted(
                        clock(event, "event_time"),
                        EventFields.decimal(event, "target").toPlainString(),
                        EventFields.decimal(event, "multiplier").toPlainString(),
                        EventFields.decimal(event, "cap").toPlainString()))
        .toList();
  }

  @Test
  void seesCoursesThatLookLikeFraud() throws Exception {
    try (Deployed anomalies =
        new Deployed(
                platform, folder, "order-anomalies", List.of("order_events", "order_anomalies"))
            .runHere(Map.of())) {
      List<Map<String, Object>> events = new ArrayList<>();
      // Of order 1 the customer has the food and does not pay; of order 2 there was none yet.
      events.addAll(List.of(order(1, "created", 0), order(1, "picked_up", 600)));
      events.addAll(List.of(order(2, "created", 5), order(2, "cancelled", 60)));
      events.add(order(1, "cancelled", 900));
      // Order 3 was at the door at once; order 4 took its time.
      events.addAll(List.of(order(3, "picked_up", 700), order(4, "picked_up", 700)));
      events.addAll(List.of(order(3, "delivered", 730), order(4, "delivered", 1500)));
      IntStream.range(0, 5).forEach(i -> events.add(made(100 + i, 4711, 2000 + 60 * i)));
      IntStream.range(0, 5).forEach(i -> events.add(made(200 + i, 4712, 2000 + 600 * i)));
      events.addAll(ends("order_events"));

      anomalies.send("order_events", events);

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(courses(anomalies.received("order_anomalies")))
                      .containsExactlyInAnyOrder(
                          "cancelled_after_pickup 1 null 12:10:00Z to 12:15:00Z",
                          "delivered_at_once 3 null 12:11:40Z to 12:12:10Z",
                          "many_orders null 4711 12:33:20Z to 12:37:20Z"));
    }
  }

  private List<String> courses(List<GenericRecord> events) {
    return events.stream()
        .filter(event -> EventFields.text(event, "market").equals(market))
        .map(
            event ->
                "%s %s %s %s to %s"
                    .formatted(
                        EventFields.text(event, "anomaly"),
                        event.get("order_id"),
                        event.get("customer_id"),
                        clock(event, "first_time"),
                        clock(event, "event_time")))
        .toList();
  }

  private static String clock(GenericRecord event, String column) {
    return EventFields.instant(event, column).toString().substring("2026-03-01T".length());
  }

  @Test
  void tellsOfErrorsThatSeveralPhonesHave() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    HttpServer server = receiver(told);
    String url = "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
    try (Deployed errors =
        new Deployed(platform, folder, "mobile-errors", List.of("mobile_errors"))
            .runHere(Map.of("webhook.mobile-oncall.url", url))) {
      List<Map<String, Object>> events = new ArrayList<>();
      IntStream.range(0, 4).forEach(i -> events.add(error("payment_timeout", "phone" + i, i)));
      IntStream.range(0, 9).forEach(i -> events.add(error("no_map", "one phone", i)));
      IntStream.range(0, ENTITIES)
          .forEach(
              i -> {
                Map<String, Object> last = error("none", "nobody", 43_200);
                last.put("app", "app" + i);
                events.add(last);
              });

      errors.sendTests("mobile_errors", List.of(error("payment_timeout", "a tester's phone", 5)));
      errors.send("mobile_errors", events);

      await().atMost(PATIENCE).until(() -> !told.isEmpty());
      assertThat(told)
          .containsExactly(
              "{\"app\":\"customer\",\"app_version\":\"4.12.0\",\"error\":\"payment_timeout\","
                  + "\"event_time\":\"2026-03-01T12:01:00Z\",\"errors\":4,\"phones\":4,"
                  + "\"screen\":null}");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void tellsOpsOfAnAlertAtOnce() throws Exception {
    List<String> told = new CopyOnWriteArrayList<>();
    HttpServer server = receiver(told);
    String url = "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
    try (Deployed alerts =
        new Deployed(platform, folder, "supply-alerts", List.of("supply_alerts"))
            .runHere(Map.of("webhook.market-ops.url", url))) {
      alerts.send("supply_alerts", List.of(supplyAlert()));

      // Nothing comes behind it that would move time on.
      await().atMost(PATIENCE).until(() -> !told.isEmpty());
      assertThat(told)
          .containsExactly(
              "{\"market\":\"san_francisco\",\"alert\":\"idle_share\",\"change\":\"began\","
                  + "\"event_time\":\"2026-03-01T12:00:00Z\",\"began_at\":\"2026-03-01T12:00:00Z\","
                  + "\"seen\":0.833,\"threshold\":0.800,\"online_dashers\":6,"
                  + "\"busy_dashers\":1,\"idle_dashers\":5,\"open_orders\":1}");
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer receiver(List<String> told) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();

    return server;
  }

  private static Map<String, Object> supplyAlert() {
    Map<String, Object> alert =
        new HashMap<>(
            Map.of(
                "market",
                "san_francisco",
                "alert",
                "idle_share",
                "change",
                "began",
                "event_time",
                NOON,
                "began_at",
                NOON,
                "seen",
                new BigDecimal("0.833"),
                "threshold",
                new BigDecimal("0.8"),
                "minutes",
                2));
    alert.putAll(
        Map.of("online_dashers", 6, "busy_dashers", 1, "idle_dashers", 5, "open_orders", 1));

    return alert;
  }

  private Map<String, Object> order(long id, String state, long second) {
    return MarketEvents.order(market, id, state, NOON.plusSeconds(second));
  }

  private Map<String, Object> made(long id, long customer, long second) {
    Map<String, Object> order = order(id, "created", second);
    order.put("customer_id", customer);

    return order;
  }

  private Map<String, Object> ping(long dasher, Long order, long second) {
    return MarketEvents.ping(market, dasher, order, NOON.plusSeconds(second));
  }

  private static Map<String, Object> error(String code, String phone, long second) {
    return new HashMap<>(
        Map.of(
            "app",
            "customer",
            "app_version",
            "4.12.0",
            "error",
            code,
            "installation_id",
            phone,
            "event_time",
            NOON.plusSeconds(second)));
  }

  /** One late event for each partition: no window waits for one that says nothing. */
  private static List<Map<String, Object>> ends(String stream) {
    return ends(stream, MIDNIGHT);
  }

  private static List<Map<String, Object>> ends(String stream, Instant at) {
    return IntStream.range(0, ENTITIES)
        .mapToObj(
            i ->
                stream.equals("dasher_pings")
                    ? MarketEvents.ping("the end", 1000 + i, null, at)
                    : MarketEvents.order("the end", 1000 + i, "confirmed", at))
        .toList();
  }
}
