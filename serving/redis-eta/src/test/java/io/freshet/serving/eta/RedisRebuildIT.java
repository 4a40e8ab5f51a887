package io.freshet.serving.eta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.local.Part;
import io.freshet.serving.eta.RedisCommands.Run;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.redis.RedisKeys;
import io.freshet.serving.eta.redis.RedisProcess;
import io.freshet.simulator.orders.CapturedContracts;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
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

  private static final long LOST_AT = TinyMarket.START + 30 * MINUTE;

  /** Some orders are on their way then. */
  private static final long ENDS_AT = TinyMarket.START + 55 * MINUTE;

  private static final String SUPPLY = RedisKeys.supply(TinyMarket.NAME);
  private static final String QUIET_SUPPLY = RedisKeys.supply(PastMarket.QUIET);

  /** Each market has fewer dashers, and none can have a larger part idle. */
  private static final String THRESHOLDS =
      "every_market: {online_dashers: {begins: 50, ends: 55.5}, idle_share: {begins: 1, ends: 1}}";

  private static final long EVENT_PAUSE_NANOS = 1_000_000;
  private static final int MANY_ORDERS = 2_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static RedisProcess redis;
  private static StreamedMarket streams;
  private static RedisCommands commands;
  private static Map<String, JsonNode> shown;
  private static Map<String, String> shownSupply;
  private static Instant shownAt;
  private static List<String> fallen;
  private static List<Integer> exitCodes;

  @BeforeAll
  static void play() throws Exception {
    redis = RedisProcess.start(Files.createDirectory(folder.resolve("redis")));
    commands = new RedisCommands(folder, settings());
    streams = new StreamedMarket(platform.settings());
    PastMarket market = new PastMarket(streams, 6, 5);
    market.send(TinyMarket.START, LOST_AT, 0);
    market.sendQuiet(1, OrderState.CREATED, LOST_AT);
    try (StreamedJob job =
        StreamedJob.start(commands.profile(Map.of()), folder.resolve("checkpoints"))) {
      awaitSupply(LOST_AT, SUPPLY);
      awaitNothingLacking();
      CompletableFuture<Void> traffic =
          CompletableFuture.runAsync(() -> market.send(LOST_AT, ENDS_AT, EVENT_PAUSE_NANOS));
      loseAndRebuild();
      traffic.join();
      // Only now, so that nobody but the job writes the newest minute.
      market.sendQuiet(2, OrderState.PREPARING, ENDS_AT);
      awaitSupply(ENDS_AT, SUPPLY, QUIET_SUPPLY);
      shownAt = Instant.now();
      awaitNothingLacking();
      awaitHeartbeat();
      shown = documents();
      shownSupply = supply();
    }
  }

  /** It was lost with the rest, and nobody but the job brings it back. */
  private static void awaitHeartbeat() {
    try (Jedis jedis = redis.client()) {
      await().atMost(PATIENCE).until(() -> jedis.exists(RedisKeys.HEARTBEAT));
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
            // The job may have met a ping before the step that it belongs to, and so lack it.
            if (ours.path("position_time").equals(document.path("position_time"))) {
              assertThat(ours.path("stage"))
                  .as("%s %s", ours, document)
                  .isEqualTo(document.path("stage"));
            }
            assertThat(ours.path("dasher_id")).as(key).isEqualTo(document.path("dasher_id"));
          }
        });
    assertThat(shown)
        .anySatisfy(
            (key, document) -> {
              assertThat(document.has("predicted_arrival")).isTrue();
              assertThat(document.has("position_time")).isTrue();
              assertThat(rebuilt.get(key).path("position_time"))
                  .isEqualTo(document.path("position_time"));
            });
  }

  @Test
  void restoresSupplyToTheLetter() {
    assertThat(shownSupply).containsOnlyKeys(SUPPLY, QUIET_SUPPLY);
    assertThat(shownSupply.get(SUPPLY))
        .contains("\"alert\":\"online_dashers\"", "\"threshold\":50.000");

    assertThat(supply()).isEqualTo(shownSupply);
    try (Jedis jedis = redis.client()) {
      assertThat(jedis.pttl(SUPPLY))
          .isPositive()
          .isLessThan(15 * MINUTE - Duration.between(shownAt, Instant.now()).toMillis());
    }
  }

  @Test
  void changesNothingTheSecondTime() {
    Run again = run("rebuild");

    assertThat(again.exitCode()).isZero();
    for (String kind : List.of("orders", "dashers", "supply")) {
      JsonNode node = again.result().path(kind);
      assertThat(node.path("written").asInt()).isZero();
      assertThat(node.path("as_new_there")).isEqualTo(node.path("documents"));
      assertThat(node.path("documents").asInt()).isPositive();
    }
    Run comparison = run("compare");
    assertThat(comparison.exitCode()).isZero();
    for (String kind : List.of("orders", "supply")) {
      assertThat(comparison.result().path(kind).path("equal"))
          .isEqualTo(again.result().path(kind).path("documents"));
    }
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
          "{\"order_version\":1,\"event_time_ms\":%d}".formatted(PastMarket.at(ENDS_AT) - MINUTE));
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
  void findsSupplyThatIsDeletedOrOutdatedAndRepairsIt() {
    try (Jedis jedis = redis.client()) {
      jedis.del(SUPPLY);
      jedis.set(QUIET_SUPPLY, "{\"event_time_ms\":%d}".formatted(newestMinute(ENDS_AT) - MINUTE));
    }

    Run comparison = run("compare");

    assertThat(comparison.exitCode()).isEqualTo(1);
    JsonNode found = comparison.result().path("supply");
    assertThat(found.path("missing").asInt()).isEqualTo(1);
    assertThat(found.path("older").asInt()).isEqualTo(1);
    assertThat(found.path("examples").findValuesAsText("key"))
        .containsExactlyInAnyOrder(SUPPLY, QUIET_SUPPLY);

    Run repair = run("compare", "--repair");
    assertThat(repair.exitCode()).isZero();
    assertThat(repair.result().path("repaired").asInt()).isEqualTo(2);
    assertThat(supply()).isEqualTo(shownSupply);
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
    Path slowly = commands.profile(Map.of("eta.redis-batch", "1"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                "target/classes:" + Files.readString(Path.of("target", "classpath")),
                RedisApplication.class.getName(),
                "rebuild",
                "--profile",
                slowly.toString())
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
      Map<String, String> captured = new HashMap<>(orders.profile());
      captured.put("contracts.path", capturedContracts().toString());

      Run rebuild = commands.run(captured, "rebuild");

      assertThat(rebuild.exitCode()).isZero();
      assertThat(rebuild.result().path("read").path("postgres").path("used").asInt()).isEqualTo(3);
      assertThat(state(market, 1)).isEqualTo("3 ready");
      assertThat(state(market, 2)).isEqualTo("1 created");
      assertThat(state(market, 3)).isEqualTo("1 created");
      assertThat(state(market, 4)).isEqualTo("6 cancelled");
      assertThat(commands.run(captured, "compare").exitCode()).isZero();
    }
  }

  @Test
  void saysWhoIsAway() {
    Run comparison = commands.run(Map.of("redis.port", "1"), "compare");

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
        market,
        order,
        1,
        OrderState.CREATED,
        PastMarket.at(ENDS_AT),
        null,
        PastMarket.PLACE,
        PastMarket.PLACE,
        false);
  }

  /** The shipped ones, as one has them whose orders are captured from the order service. */
  private static Path capturedContracts() {
    return CapturedContracts.copy(
        Path.of(platform.settings().text("contracts.path")), folder.resolve("contracts"));
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

  /** Until the newest minute is shown that a moment of the market lets the job tell. */
  private static void awaitSupply(long millis, String... keys) {
    String beginning = "{\"event_time_ms\":%d,".formatted(newestMinute(millis));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(supply())
                    .containsOnlyKeys(keys)
                    .allSatisfy((key, text) -> assertThat(text).startsWith(beginning)));
  }

  /** Minutes are told some seconds after their end; the moments here are 20 s after one. */
  private static long newestMinute(long millis) {
    return Math.floorDiv(PastMarket.at(millis), MINUTE) * MINUTE;
  }

  /** The texts of both markets, as they are. */
  private static Map<String, String> supply() {
    Map<String, String> texts = new TreeMap<>();
    try (Jedis jedis = redis.client()) {
      for (String key : jedis.keys("supply:*")) {
        texts.put(key, jedis.get(key));
      }
    }

    return texts;
  }

  /** All but what the job that runs tells of itself. */
  private static Map<String, JsonNode> documents() {
    Map<String, JsonNode> documents = new TreeMap<>();
    try (Jedis jedis = redis.client()) {
      Set<String> keys = jedis.keys("*");
      keys.removeAll(List.of(RedisKeys.HEARTBEAT, RedisKeys.BEHIND));
      for (String key : keys) {
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

  private static Run run(String... words) {
    return commands.run(words);
  }

  private static Map<String, String> settings() throws IOException {
    Map<String, String> values = new HashMap<>(StreamedJob.inputs(platform.settings()));
    values.put("redis.host", "127.0.0.1");
    values.put("redis.port", Integer.toString(redis.target().redis().nodes().get(0).port()));
    values.put("eta.checkpoint-interval", "1s");
    values.put(
        "eta.supply-thresholds",
        Files.writeString(folder.resolve("thresholds.yaml"), THRESHOLDS).toString());

    return values;
  }
}
