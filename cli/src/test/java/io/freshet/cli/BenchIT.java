package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small benches, for what they count; never for how long it takes. Some minutes each. */
@FullOnly
class BenchIT {
  private static final int EVENTS = 20_000;
  private static final String ROWS = Integer.toString(EVENTS);
  private static final int QUESTIONS = 6;
  private static final int LAYOUTS = 4;

  @TempDir private Path folder;

  @Test
  void countsEveryRowThatOursAndThatOthersBringIntoIceberg() throws IOException {
    JsonNode result = runMeasured("ingest", "--rows");

    assertThat(operations(result))
        .containsOnlyKeys(
            "floor",
            "columnar",
            "rows",
            "pooled",
            "evolved",
            "flink",
            "flink-tuned",
            "connect",
            "spark",
            "pyarrow",
            "pyarrow, sorting")
        .allSatisfy((name, halves) -> assertThat(sum(halves)).isEqualTo(EVENTS));
    assertThat(result.path("runs"))
        .allSatisfy(run -> assertThat(run.path("bytes_per_row").asDouble()).isBetween(1.0, 100.0));
    assertThat(result.path("json_bytes_per_row").asDouble()).isBetween(100.0, 300.0);
  }

  @Test
  void findsEveryOrderOfTheEtaPathInRedis() throws IOException {
    JsonNode result = runMeasured("eta", "--events");

    assertThat(operations(result))
        .containsOnlyKeys("redis-eta", "decode only")
        .hasEntrySatisfying("redis-eta", halves -> assertThat(sum(halves)).isEqualTo(EVENTS))
        .hasEntrySatisfying("decode only", counts -> assertThat(counts).containsOnly(EVENTS));
  }

  @Test
  void asksTheSameOfEachLayoutAndReadsLessOfOursThanOfNone() throws IOException {
    JsonNode result = runMeasured("queries", "--rows");

    assertThat(result.path("rows").asInt()).isEqualTo(EVENTS);
    assertThat(result.path("runs")).hasSize(QUESTIONS * LAYOUTS);
    assertThat(result.path("runs"))
        .allSatisfy(
            run -> {
              assertThat(run.path("operations").asInt()).isGreaterThan(10);
              assertThat(run.path("latency_ms").path("p50").asInt()).isPositive();
              assertThat(run.path("bytes_read").asLong()).isPositive();
            });
    assertThat(bytesRead(result, "a market's day", "our layout"))
        .isLessThan(bytesRead(result, "a market's day", "no layout"));
  }

  @Test
  void countsTheEventsOfEveryContract() throws IOException {
    JsonNode result = run("contracts", "--contracts", "12", "--rate", "60", "--duration", "20s");

    JsonNode run = result.path("runs").path(0);
    assertThat(run.path("operations").asInt()).isEqualTo(12 + 60 * 20);
    assertThat(run.path("peak_rss_mb").asInt()).isPositive();
    assertThat(run.path("p95_seconds").path("worst").asDouble()).isPositive();
    assertThat(run.path("p95_seconds_by_table")).hasSize(12);
  }

  @Test
  void asksAConsoleForEachOfItsPages() throws IOException {
    JsonNode result = measure("console", "--tables", "100", "--files", "2000", "--requests", "10");

    assertThat(result.path("round_seconds").asDouble()).isPositive();
    assertThat(result.path("peak_rss_mb").asInt()).isPositive();
    assertThat(result.path("runs")).hasSizeGreaterThan(20);
    assertThat(result.path("runs"))
        .allSatisfy(
            run -> {
              assertThat(run.path("failed").asInt()).as(run.toString()).isZero();
              assertThat(run.path("operations").asInt()).isEqualTo(10);
              assertThat(run.path("bytes").asInt()).isPositive();
            });
  }

  @Test
  void waitsForRowsUntilTrinoCountsThem() throws IOException {
    JsonNode result =
        run("freshness", "--intervals", "1s,2s", "--duration", "10s", "--rate", "100");

    assertThat(result.path("runs")).hasSize(2);
    assertThat(result.path("runs"))
        .allSatisfy(
            run -> {
              assertThat(run.path("operations").asInt()).isGreaterThan(100);
              assertThat(run.path("commits").asInt()).isPositive();
              assertThat(run.path("latency_ms").path("p95").asLong())
                  .isPositive()
                  .isGreaterThanOrEqualTo(run.path("latency_ms").path("p50").asLong());
            });
  }

  @Test
  void looksAtATableThatGrowsAndIsMaintained() throws IOException {
    JsonNode result =
        run(
            "growth",
            "--commits",
            "60",
            "--every",
            "20",
            "--maintain-every",
            "20",
            "--rate",
            "100");

    assertThat(result.path("maintained").asInt()).isPositive();
    JsonNode marks = result.path("runs");
    // A slow machine reaches the end while the table is looked at.
    assertThat(marks.size()).isBetween(1, 3);
    assertThat(marks.path(0).path("commits").asLong()).isGreaterThanOrEqualTo(40);
    assertThat(marks)
        .allSatisfy(mark -> assertThat(mark.path("proof").path("records").asLong()).isPositive());
    assertThat(result.path("proof_of_values").path("records").asLong())
        .isGreaterThan(marks.path(0).path("proof").path("records").asLong());
  }

  @Test
  void findsHowSmallRowsAreAndHowSmallTheyCouldBe() throws IOException {
    JsonNode result = run("layout", "--rows", ROWS);

    assertThat(operations(result).values()).hasSize(5).containsOnly(List.of(EVENTS));
    JsonNode least = result.path("runs").path(4);
    assertThat(least.path("peer").asBoolean()).isTrue();
    assertThat(result.path("runs"))
        .allSatisfy(
            run -> {
              assertThat(run.path("own_bytes_per_row").asDouble())
                  .isBetween(1.0, run.path("bytes_per_row").asDouble());
              assertThat(run.path("bytes_per_row").asDouble())
                  .isGreaterThanOrEqualTo(least.path("bytes_per_row").asDouble());
            });
  }

  @Test
  void getsTheSameFromTheNightlyFromSparkAndFromDuckdb() throws IOException {
    JsonNode result = run("batch", "--pings", ROWS, "--commits", "10");

    assertThat(operations(result))
        .containsOnlyKeys(
            "nightly, published", "Spark SQL", "DuckDB", "dataset create", "freshet", "pyarrow");
    assertThat(result.path("generated").path(0).path("table").asText()).isEqualTo("dasher_pings");
    assertThat(result.path("generated").path(0).path("rows").asInt())
        .isBetween(EVENTS * 4 / 5, EVENTS * 6 / 5);
    assertThat(result.path("generated").path(0).path("commits").asInt()).isBetween(8, 13);
    assertThat(result.path("runs"))
        .allSatisfy(run -> assertThat(run.path("operations").asLong()).isPositive());
  }

  @Test
  void watchesSteadyTrafficThroughLakeAndEtaPath() throws IOException {
    JsonNode result = run("load", "--rate", "500", "--duration", "70s");

    assertThat(result.path("pings").asLong()).isGreaterThan(EVENTS);
    JsonNode minute = result.path("runs").path(0);
    assertThat(minute.path("lake_behind_seconds").asDouble()).isPositive();
    assertThat(minute.path("eta_behind_seconds").asDouble()).isPositive();
    assertThat(minute.path("writer_heap_mb").asLong()).isPositive();
    assertThat(result.path("cpu_seconds").path("eta-taskmanager").asDouble()).isPositive();
    assertThat(result.path("cpu_seconds").path("simulator").asDouble()).isPositive();
  }

  @Test
  void sendsThroughTheGatewayAndPastIt() throws IOException {
    requireWrk();

    JsonNode result = run("gateway", "--duration", "1s", "--replication");

    assertThat(operations(result).values()).allSatisfy(each -> assertThat(sum(each)).isPositive());
    assertThat(operations(result))
        .containsKeys("single, peak", "REST v2, 100 records, half of it", "Flume, single, peak")
        .hasEntrySatisfying("bare producer", each -> assertThat(each).hasSize(2));
    assertThat(result.path("runs"))
        .allSatisfy(
            run -> {
              assertThat(run.path("cpu_seconds").asDouble()).isPositive();
              assertThat(run.path("latency_ms").path("p99").asDouble())
                  .isGreaterThanOrEqualTo(run.path("latency_ms").path("p50").asDouble());
            });
    assertThat(result.path("brokers")).hasSize(2);
    assertThat(result.path("brokers"))
        .allSatisfy(cost -> assertThat(cost.path("operations").asLong()).isPositive());
  }

  /** How soon that was is for a machine on which nothing else runs. */
  @Test
  void isToldOfTheHopThatAFaultKeepsATableWaitingAt() throws IOException {
    JsonNode result =
        measure(
            "alerts",
            "--injections",
            "2",
            "--budget",
            "20s",
            "--quiet",
            "20s",
            "--faults",
            "writer-taskmanager-killed,kafka-asleep");

    assertThat(result.path("runs")).hasSize(2);
    assertThat(result.path("runs"))
        .allSatisfy(
            run -> {
              assertThat(run.path("named").asText()).isEqualTo(run.path("hop").asText());
              assertThat(run.has("alert_delay_seconds")).isTrue();
              assertThat(run.path("back_after_seconds").asDouble()).isPositive();
            });
    assertThat(result.path("reported").asInt()).isPositive();
  }

  @Test
  void servesThoseWhoWatchAndThoseWhoAsk() throws IOException {
    requireWrk();

    JsonNode result =
        run(
            "serve",
            "--rate",
            "500",
            "--sockets",
            "200",
            "--warm-up",
            "5s",
            "--duration",
            "10s",
            "--orders",
            "2000");

    Map<String, JsonNode> runs =
        StreamSupport.stream(result.path("runs").spliterator(), false)
            .collect(Collectors.toMap(run -> run.path("name").asText(), run -> run));
    JsonNode push = runs.get("push, 500 events/s");
    assertThat(push.path("operations").asLong()).isPositive();
    assertThat(push.path("sockets").asInt()).isEqualTo(200);
    assertThat(push.path("latency_ms").path("p99").asDouble()).isPositive();
    assertThat(push.path("cpu_seconds_by_process").path("live").asDouble()).isPositive();
    assertThat(runs.get("Redis alone, 500 messages/s").path("operations").asLong())
        .isEqualTo(500 * 10);
    assertThat(runs)
        .containsKeys("batch of 100, peak", "batch of 10, half of it", "single, peak")
        .containsKeys("MGET of 100 by Lettuce", "GET by Lettuce, pipelined");
    JsonNode state = runs.get("state of 2000 active orders");
    assertThat(state.path("bytes_per_order").asLong()).isPositive();
    assertThat(state.path("redis_bytes_per_order").asLong()).isPositive();
    assertThat(state.path("recovery").path("first_document_seconds").asDouble()).isPositive();
    assertThat(state.path("recovery").path("caught_up_seconds").asDouble())
        .isGreaterThanOrEqualTo(state.path("recovery").path("first_document_seconds").asDouble());
  }

  /** One that measures processor time of each run. */
  private JsonNode runMeasured(String bench, String size) throws IOException {
    JsonNode result = run(bench, size, ROWS);
    assertThat(result.path("runs")).allSatisfy(run -> assertThat(measured(run)).isTrue());

    return result;
  }

  /** One in which nothing may be wrong. */
  private JsonNode run(String bench, String... options) throws IOException {
    JsonNode result = measure(bench, options);
    assertThat(result.path("findings")).isEmpty();

    return result;
  }

  private JsonNode measure(String bench, String... options) throws IOException {
    Path json = folder.resolve("result.json");
    Path state = folder.resolve("state");
    List<String> arguments = new ArrayList<>(List.of("bench", bench));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--state", state.toString(), "--json", json.toString()));

    int exit = Freshet.commandLine().execute(arguments.toArray(String[]::new));

    JsonNode result = new ObjectMapper().readTree(json.toFile());
    assertThat(exit).isEqualTo(result.path("findings").isEmpty() ? 0 : 1);
    assertThat(state).doesNotExist();
    assertThat(result.path("bench").asText()).isEqualTo(bench);
    assertThat(result.path("machine").path("processors").asInt()).isPositive();

    return result;
  }

  private static void requireWrk() {
    Assumptions.assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "wrk"))),
        "Skipped: there is no wrk on the PATH; sudo apt-get install -y wrk");
  }

  private static boolean measured(JsonNode run) {
    return !run.has("cpu_seconds")
        || run.path("cpu_seconds").asDouble() > 0
            && run.path("wall_seconds").asDouble() > 0
            && (!run.has("peak_rss_mb") || run.path("peak_rss_mb").asLong() > 0);
  }

  private static long bytesRead(JsonNode result, String question, String layout) {
    return StreamSupport.stream(result.path("runs").spliterator(), false)
        .filter(run -> run.path("question").asText().equals(question))
        .filter(run -> run.path("layout").asText().equals(layout))
        .mapToLong(run -> run.path("bytes_read").asLong())
        .findFirst()
        .orElseThrow();
  }

  private static int sum(List<Integer> halves) {
    return halves.stream().mapToInt(Integer::intValue).sum();
  }

  private static Map<String, List<Integer>> operations(JsonNode result) {
    return StreamSupport.stream(result.path("runs").spliterator(), false)
        .collect(
            Collectors.groupingBy(
                run -> run.path("name").asText(),
                Collectors.mapping(run -> run.path("operations").asInt(), Collectors.toList())));
  }
}
