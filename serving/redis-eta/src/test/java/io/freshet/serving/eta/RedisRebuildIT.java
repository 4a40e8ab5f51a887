package io.freshet.serving.eta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.Part;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.redis.RedisKeys;
import io.freshet.serving.eta.redis.RedisProcess;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.fixtures.FullOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * A market plays while the job runs; Redis is emptied in the middle and rebuilt by two at once.
 * What the job has shown in the end is kept; then it ends, and each test begins with Redis rebuilt.
 */
@FullOnly
@Timeout(150)
class RedisRebuildIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY, Part.POSTGRES);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long MINUTE = 60_000;

  /** Before any clock: events from the future are refused. */
  private static final long LONG_AGO = Duration.ofDays(1_000).toMillis();

  private static final long LOST_AT = TinyMarket.START + 30 * MINUTE;

  /** Some orders are on their way then. */
  private static final long ENDS_AT = TinyMarket.START + 55 * MINUTE;

  private static final long EVENT_PAUSE_NANOS = 1_000_000;
  private static final int MANY_ORDERS = 2_000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Position PLACE = new Position(37.77, -122.42);

  @TempDir private static Path folder;
  private static RedisProcess redis;
  private static StreamedMarket streams;
  private static Map<String, String> profile;
  private static Map<String, JsonNode> shown;
  private static List<String> fallen;
  private static List<Integer> exitCodes;

  /** An event and when it happens. */
  private record Planned(long millis, Supplier<CompletableFuture<?>> sending) {}

  @BeforeAll
  static void play() throws Exception {
    redis = RedisProcess.start(Files.createDirectory(folder.resolve("redis")));
    profile = profile();
    streams = new StreamedMarket(platform.settings());
    List<Planned> market = market();
    send(market.stream().filter(event -> event.millis() < LOST_AT).toList(), 0);
    try (StreamedJob job = StreamedJob.start(write(profile), folder.resolve("checkpoints"))) {
      awaitNothingLacking();
      CompletableFuture<Void> traffic =
          CompletableFuture.runAsync(
              () ->
                  send(
                      market.stream().filter(event -> event.millis() >= LOST_AT).toList(),
                      EVENT_PAUSE_NANOS));
      loseAndRebuild();
      traffic.join();
      awaitNothingLacking();
      shown = documents();
      // Supply is told anew every minute.
      shown.remove(RedisKeys.supply(TinyMarket.NAME));
    }
  }

  private static void loseAndRebuild() {
    try (Jedis jedis = redis.client()) {
      jedis.flushAll();
    }
    try (RisingVersions rising = new RisingVersions(redis)) {
      CompletableFuture<Integer> one =
          CompletableFuture.supplyAsync(() -> run("rebuild").exitCode());
      CompletableFuture<Integer> another =
          CompletableFuture.supplyAsync(() -> run("rebuild").exitCode());
      exitCodes = List.of(one.join(), another.join());
      rising.close();
      fallen = rising.fallen();
    }
  }

  @AfterAll
  static void stop() {
    if (streams != null) {
      streams.close();
    }
    redis.close();
  }

  @BeforeEach
  void rebuild() {
    empty();
    assertThat(run("rebuild").exitCode()).isZero();
  }

  @Test
  void nothingWentBackWhileItWasRebuiltUnderTraffic() {
    assertThat(exitCodes).containsExactly(0, 0);
    assertThat(fallen).isEmpty();
    assertThat(shown).hasSizeGreaterThan(15);
  }

  @Test
  void restoresWhatTheJobHasShown() {
    Map<String, JsonNode> rebuilt = documents();

    assertThat(rebuilt.keySet()).containsAll(shown.keySet());
    shown.forEach(
        (key, document) -> {
          JsonNode ours = rebuilt.get(key);
          if (OrderState.DELIVERED.code().equals(document.path("state").asText())) {
            assertThat(ours).as(key).isEqualTo(document);
          } else if (document.has("order_id")) {
            assertThat(ours.path("order_version"))
                .as(key)
                .isEqualTo(document.path("order_version"));
            assertThat(ours.path("state")).as(key).isEqualTo(document.path("state"));
            assertThat(ours.path("stage")).as(key).isEqualTo(document.path("stage"));
            assertThat(ours.path("dasher_id")).as(key).isEqualTo(document.path("dasher_id"));
          }
        });
    assertThat(shown.values()).anyMatch(document -> document.has("predicted_arrival"));
  }

  @Test
  void changesNothingTheSecondTime() {
    Run again = run("rebuild");

    assertThat(again.exitCode()).isZero();
    for (String kind : List.of("orders", "dashers")) {
      JsonNode node = again.result().path(kind);
      assertThat(node.path("written").asInt()).isZero();
      assertThat(node.path("as_new_there")).isEqualTo(node.path("documents"));
      assertThat(node.path("documents").asInt()).isPositive();
    }
    Run comparison = run("compare");
    assertThat(comparison.exitCode()).isZero();
    assertThat(comparison.result().path("orders").path("equal"))
        .isEqualTo(again.result().path("orders").path("documents"));
  }

  @Test
  void findsWhatIsDeletedOutdatedOrNobodysAndRepairsIt() {
    List<String> orders =
        documents().keySet().stream().filter(key -> key.startsWith("eta:")).toList();
    String stranger = RedisKeys.order(TinyMarket.NAME, 999_999);
    try (Jedis jedis = redis.client()) {
      jedis.del(orders.get(0));
      jedis.set(orders.get(1), "{\"order_version\":1,\"event_time_ms\":1,\"state\":\"created\"}");
      jedis.set(
          stranger,
          "{\"order_version\":1,\"event_time_ms\":%d}".formatted(ENDS_AT - LONG_AGO - MINUTE));
    }

    Run comparison = run("compare");

    assertThat(comparison.exitCode()).isEqualTo(1);
    JsonNode found = comparison.result().path("orders");
    assertThat(found.path("missing").asInt()).isEqualTo(1);
    assertThat(found.path("older").asInt()).isEqualTo(1);
    assertThat(found.path("unknown").asInt()).isEqualTo(1);
    assertThat(found.path("examples").findValuesAsText("key"))
        .containsExactlyInAnyOrder(orders.get(0), orders.get(1), stranger);

    Run repair = run("compare", "--repair");
    assertThat(repair.exitCode()).isZero();
    assertThat(repair.result().path("repaired").asInt()).isEqualTo(2);
    assertThat(run("compare").exitCode()).isZero();
  }

  @Test
  void saysWhatBlocksADocumentAndLeavesItAlone() {
    String key = documents().keySet().iterator().next();
    try (Jedis jedis = redis.client()) {
      jedis.del(key);
      jedis.lpush(key, "somebody else's");

      assertThat(run("rebuild").exitCode()).isEqualTo(1);
      Run comparison = run("compare");
      assertThat(comparison.exitCode()).isEqualTo(1);
      assertThat(
              comparison.result().path("orders").path("blocked").asInt()
                  + comparison.result().path("dashers").path("blocked").asInt())
          .isEqualTo(1);
      assertThat(jedis.lrange(key, 0, -1)).containsExactly("somebody else's");
    }
  }

  @Test
  void endsWithAllWhenItWasKilledInTheMiddle() throws Exception {
    String market = platform.uniqueName("many");
    List<CompletableFuture<?>> sent = new ArrayList<>();
    for (int order = 1; order <= MANY_ORDERS; order++) {
      sent.add(streams.send(created(market, order)));
    }
    sent.forEach(CompletableFuture::join);
    empty();
    Map<String, String> slowly = new HashMap<>(profile);
    slowly.put("eta.redis-batch", "1");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                "target/classes:" + Files.readString(Path.of("target", "classpath")),
                RedisApplication.class.getName(),
                "rebuild",
                "--profile",
                write(slowly).toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("killed.log").toFile())
            .start();
    try (Jedis jedis = redis.client()) {
      await()
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> jedis.dbSize() > MANY_ORDERS / 10);
      process.destroyForcibly().waitFor();
      assertThat(jedis.dbSize()).isLessThan(MANY_ORDERS);
    }

    Run rebuild = run("rebuild");

    assertThat(rebuild.exitCode()).isZero();
    assertThat(rebuild.result().path("orders").path("as_new_there").asInt()).isPositive();
    assertThat(run("compare").exitCode()).isZero();
    assertThat(documents().keySet().stream().filter(key -> key.contains(market)))
        .hasSize(MANY_ORDERS);
  }

  @Test
  void keepsOutWhatWasSentAsATest() {
    String market = platform.uniqueName("tried");
    streams.sendTest(created(market, 1)).join();

    Run rebuild = run("rebuild");

    assertThat(rebuild.result().path("read").path("order_events").path("tests").asInt())
        .isPositive();
    assertThat(documents()).doesNotContainKey(RedisKeys.order(market, 1));
  }

  @Test
  void takesTheNewestStepWhetherPostgresOrTheStreamHasIt() throws Exception {
    String market = platform.uniqueName("kept");
    try (OrderDatabase orders = new OrderDatabase(platform)) {
      orders.insert(market, 1, 3, "ready");
      orders.insert(market, 2, 1, "created");
      orders.insert(market, 4, 6, "cancelled");
      streams.send(created(market, 1)).join();
      streams.send(created(market, 3)).join();
      streams.send(created(market, 4)).join();
      Map<String, String> captured = new HashMap<>(profile);
      captured.putAll(orders.profile());
      captured.put("contracts.path", capturedContracts().toString());

      Run rebuild = run(write(captured), "rebuild");

      assertThat(rebuild.exitCode()).isZero();
      assertThat(rebuild.result().path("read").path("postgres").path("used").asInt()).isEqualTo(3);
      assertThat(state(market, 1)).isEqualTo("3 ready");
      assertThat(state(market, 2)).isEqualTo("1 created");
      assertThat(state(market, 3)).isEqualTo("1 created");
      assertThat(state(market, 4)).isEqualTo("6 cancelled");
      assertThat(run(write(captured), "compare").exitCode()).isZero();
    }
  }

  @Test
  void saysWhoIsAway() throws Exception {
    Map<String, String> nowhere = new HashMap<>(profile);
    nowhere.put("redis.port", "1");

    Run comparison = run(write(nowhere), "compare");

    assertThat(comparison.exitCode()).isEqualTo(75);
    assertThat(comparison.result().path("failure").asText())
        .startsWith("Cannot read Redis at 127.0.0.1:1: ");
  }

  private static String state(String market, long order) {
    JsonNode document = documents().get(RedisKeys.order(market, order));

    return "%d %s"
        .formatted(document.path("order_version").asInt(), document.path("state").asText());
  }

  private static OrderEvent created(String market, long order) {
    return new OrderEvent(
        market, order, 1, OrderState.CREATED, ENDS_AT - LONG_AGO, null, PLACE, PLACE, false);
  }

  /** The shipped ones, as one has them whose orders are captured from the order service. */
  private static Path capturedContracts() throws IOException {
    Path copies = Files.createDirectories(folder.resolve("contracts"));
    Path shipped = Path.of(platform.settings().text("contracts.path"));
    try (var files = Files.newDirectoryStream(shipped, "*.yaml")) {
      for (Path file : files) {
        Files.writeString(
            copies.resolve(file.getFileName()),
            Files.readString(file)
                .replace(
                    "{property: producers, value: [orders]}",
                    "{property: capturedFrom, value: public.order_steps}"));
      }
    }

    return copies;
  }

  private static List<Planned> market() {
    TinyMarket market = TinyMarket.of(6, 5);
    List<Planned> events = new ArrayList<>();
    for (OrderEvent step : market.steps()) {
      events.add(new Planned(step.millis(), () -> streams.send(longAgo(step))));
    }
    for (Ping ping : market.pings()) {
      events.add(new Planned(ping.fix().millis(), () -> streams.send(longAgo(ping))));
    }
    events.removeIf(event -> event.millis() >= ENDS_AT);
    events.sort(Comparator.comparingLong(Planned::millis));

    return events;
  }

  private static OrderEvent longAgo(OrderEvent step) {
    return new OrderEvent(
        step.market(),
        step.orderId(),
        step.orderVersion(),
        step.state(),
        step.millis() - LONG_AGO,
        step.dasherId(),
        step.pickup(),
        step.dropoff(),
        step.synthetic());
  }

  private static Ping longAgo(Ping ping) {
    return new Ping(
        ping.market(),
        ping.dasherId(),
        ping.orderId(),
        new Fix(ping.fix().millis() - LONG_AGO, ping.fix().position()));
  }

  private static void send(List<Planned> events, long pauseNanos) {
    List<CompletableFuture<?>> sent = new ArrayList<>();
    for (Planned event : events) {
      sent.add(event.sending().get());
      if (pauseNanos > 0) {
        LockSupport.parkNanos(pauseNanos);
      }
    }
    sent.forEach(CompletableFuture::join);
  }

  private static void awaitNothingLacking() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Run comparison = run("compare");
              assertThat(comparison.exitCode())
                  .as("%s %s", comparison.result(), documents())
                  .isZero();
            });
  }

  private static Map<String, JsonNode> documents() {
    Map<String, JsonNode> documents = new TreeMap<>();
    try (Jedis jedis = redis.client()) {
      for (String key : jedis.keys("*")) {
        documents.put(key, JSON.readTree(jedis.get(key)));
      }
    } catch (IOException e) {
      throw new AssertionError("Redis holds no JSON", e);
    }

    return documents;
  }

  private static void empty() {
    try (Jedis jedis = redis.client()) {
      jedis.flushAll();
    }
  }

  /** What a command came to. */
  private record Run(int exitCode, JsonNode result) {}

  private static Run run(String... words) {
    return run(write(profile), words);
  }

  private static Run run(Path profileFile, String... words) {
    try {
      Path json = Files.createTempFile(folder, "result", ".json");
      List<String> arguments = new ArrayList<>(List.of(words));
      arguments.addAll(List.of("--profile", profileFile.toString(), "--json", json.toString()));
      int exitCode = RedisApplication.run(arguments.toArray(String[]::new));

      return new Run(exitCode, JSON.readTree(json.toFile()));
    } catch (IOException e) {
      throw new AssertionError("The command has left no JSON", e);
    }
  }

  private static Map<String, String> profile() {
    Settings settings = platform.settings();
    Map<String, String> values = new HashMap<>();
    for (String key : List.of("kafka.bootstrap", "registry.url", "contracts.path")) {
      values.put(key, settings.text(key));
    }
    values.put("redis.host", "127.0.0.1");
    values.put("redis.port", Integer.toString(redis.target().redis().nodes().get(0).port()));
    values.put("eta.checkpoint-interval", "1s");

    return values;
  }

  private static Path write(Map<String, String> values) {
    try {
      Path file = Files.createTempFile(folder, "profile", ".yaml");

      return Files.write(
          file,
          values.entrySet().stream()
              .map(entry -> "%s: \"%s\"".formatted(entry.getKey(), entry.getValue()))
              .toList());
    } catch (IOException e) {
      throw new AssertionError("No profile can be written", e);
    }
  }
}
