package io.freshet.lineage;

import static io.freshet.lineage.Events.column;
import static io.freshet.lineage.Events.complete;
import static io.freshet.lineage.Events.dataset;
import static io.freshet.lineage.Events.event;
import static io.freshet.lineage.Events.fields;
import static io.freshet.lineage.Events.table;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.testing.servers.RunningPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What is told becomes a graph; on a real Postgres, each test in a database of its own. */
class CollectorIT {
  @TempDir private static Path folder;
  private static RunningPostgres postgres;

  private RunningCollector collector;

  @BeforeAll
  static void startPostgres() {
    postgres = RunningPostgres.start(folder);
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
  }

  @BeforeEach
  void start(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
    collector = RunningCollector.start(postgres, name.substring(0, Math.min(60, name.length())));
  }

  @AfterEach
  void stop() {
    collector.close();
  }

  @Test
  void tellsWhatIsMadeFromATable() {
    collector.tell(complete("a", "r1", "10:00:00", table("raw.orders"), table("staging.orders")));
    collector.tell(complete("b", "r2", "10:01:00", table("staging.orders"), table("marts.daily")));
    collector.tell(complete("c", "r3", "10:02:00", table("marts.daily"), ""));

    assertThat(edges("table=raw.orders"))
        .containsExactly(
            "table:raw.orders > a > table:staging.orders",
            "table:staging.orders > b > table:marts.daily",
            "table:marts.daily > c > null");
    assertThat(edges("table=marts.daily&direction=upstream&depth=1"))
        .containsExactly("table:staging.orders > b > table:marts.daily");
    assertThat(edges("table=staging.orders&direction=both")).hasSize(3);
  }

  @Test
  void countsWhatItAnswers() {
    collector.tell(complete("a", "r1", "10:00:00", table("raw.orders"), table("staging.orders")));
    assertThat(collector.post("no JSON").statusCode()).isEqualTo(400);

    assertThat(collector.send(collector.request("/metrics").build()).body())
        .contains(
            "freshet_lineage_requests_seconds_count{call=\"tell\",status=\"201\"} 1",
            "freshet_lineage_requests_seconds_count{call=\"tell\",status=\"400\"} 1",
            "freshet_door_connections");
  }

  @Test
  void forgetsAReadThatANewerRunNoLongerDoes() {
    collector.tell(
        complete("job", "r1", "10:00:00", table("raw.a") + "," + table("raw.b"), table("clean.c")));
    collector.tell(complete("job", "r2", "11:00:00", table("raw.a"), table("clean.c")));
    collector.tell(
        complete("job", "r0", "09:00:00", table("raw.b") + "," + table("raw.a"), table("clean.c")));

    assertThat(edges("table=clean.c&direction=upstream"))
        .containsExactly("table:raw.a > job > table:clean.c");
  }

  @Test
  void comesToTheSameGraphInWhateverOrderAndHoweverOften() {
    List<String> events = new ArrayList<>();
    for (int hour = 10; hour < 18; hour++) {
      String time = hour + ":00:00";
      String inputs = table("raw.a" + hour % 3, "x" + hour) + "," + table("raw.b");
      events.add(event("START", "job", "r" + hour, time, inputs, "", "BATCH"));
      events.add(complete("job", "r" + hour, hour + ":30:00", "", table("clean.c")));
      events.add(model(time, "m" + hour, "MODEL", inputs, exposed("clean.e", "x" + hour % 3)));
      events.add(
          event(
              "RUNNING",
              "stream",
              "s",
              time,
              table("raw.a" + hour % 2),
              table("clean.d"),
              "STREAMING"));
    }
    events.forEach(collector::tell);
    JsonNode inOrder = collector.graph("table=raw.b&direction=both");
    List<String> upstream = edges("table=clean.c&direction=upstream");
    List<String> streaming = edges("table=clean.d&direction=upstream");
    List<String> exposures = edges("table=clean.e");

    try (RunningCollector other = RunningCollector.start(postgres, "in_another_order")) {
      List<String> shuffled = new ArrayList<>(events);
      shuffled.addAll(events);
      Collections.shuffle(shuffled, new Random(7));
      shuffled.parallelStream().forEach(other::tell);

      assertThat(sorted(other.graph("table=raw.b&direction=both"))).isEqualTo(sorted(inOrder));
      assertThat(other.edges("table=clean.c&direction=upstream"))
          .containsExactlyInAnyOrderElementsOf(upstream);
      assertThat(other.edges("table=clean.d&direction=upstream"))
          .containsExactlyInAnyOrderElementsOf(streaming);
      assertThat(other.edges("table=clean.e")).isEqualTo(exposures);
    }
    assertThat(exposures).containsExactly("table:clean.e > exposure.x2 > null");
    assertThat(upstream)
        .containsExactlyInAnyOrder(
            "table:raw.a2 > job > table:clean.c", "table:raw.b > job > table:clean.c");
    assertThat(streaming).containsExactly("table:raw.a1 > stream > table:clean.d");
  }

  @Test
  void followsAColumn() {
    String lineage =
        "\"schema\": {\"fields\": [%s]}, \"columnLineage\": {\"fields\": {\"status\": {\"inputFields\": [%s]}}, \"dataset\": []}"
            .formatted(fields("status"), column("raw.orders", "state", "DIRECT", "IDENTITY"));
    collector.tell(
        complete(
            "a",
            "r1",
            "10:00:00",
            table("raw.orders", "id", "state"),
            dataset("staging.orders", lineage)));

    JsonNode graph = collector.graph("table=raw.orders&column=STATE");

    assertThat(graph.path("edges").get(0).path("by").asText()).isEqualTo("column");
    assertThat(graph.path("column_edges"))
        .singleElement()
        .hasToString(
            "{\"from\":\"table:raw.orders\",\"job\":\"job:freshet/a\",\"to\":\"table:staging.orders\","
                + "\"from_column\":\"state\",\"to_column\":\"status\",\"transformation\":\"direct\","
                + "\"subtype\":\"identity\"}");
    assertThat(edges("table=raw.orders&column=id")).isEmpty();
  }

  @Test
  void knowsATableByEveryNameThatItIsToldBy() {
    String spark =
        """
        {"namespace": "s3://lake", "name": "warehouse/raw/orders-0b5b3a2e56c54f6e9b1c1d2e3f405162",
         "facets": {"ownership": {"owners": [{"name": "delivery-orders"}]},
          "symlinks": {"identifiers": [
            {"namespace": "http://127.0.0.1:8181", "name": "raw.orders", "type": "TABLE"}]}}}
        """;
    collector.tell(
        event(
            "RUNNING",
            "writer",
            "w",
            "09:00:00",
            "{\"namespace\": \"kafka://127.0.0.1:9092\", \"name\": \"orders\"}",
            spark,
            "STREAMING"));
    collector.tell(complete("dbt", "r", "10:00:00", table("raw.orders"), table("staging.orders")));

    JsonNode graph = collector.graph("table=raw.orders&direction=both");

    assertThat(edges("table=raw.orders&direction=both"))
        .containsExactlyInAnyOrder(
            "stream:orders > writer > table:raw.orders",
            "table:raw.orders > dbt > table:staging.orders");
    JsonNode node = node(graph, "table:raw.orders");
    assertThat(node.path("owner").asText()).isEqualTo("delivery-orders");
    assertThat(node.path("aliases").findValuesAsText("name"))
        .containsExactlyInAnyOrder(
            "lake.raw.orders", "warehouse/raw/orders-0b5b3a2e56c54f6e9b1c1d2e3f405162");
    assertThat(collector.graph("table=stream:orders").path("root").asText())
        .isEqualTo("stream:orders");
  }

  @Test
  void countsExposuresAsReadersAndTestsNot() {
    collector.tell(
        model("10:00:00", "r1", "MODEL", table("raw.a"), exposed("marts.supply", "dashboard")));
    collector.tell(model("10:00:01", "r2", "TEST", table("marts.supply"), ""));

    assertThat(edges("table=marts.supply"))
        .containsExactly("table:marts.supply > exposure.dashboard > null");

    collector.tell(model("11:00:00", "r3", "MODEL", table("raw.a"), table("marts.supply")));
    collector.tell(
        model("10:30:00", "r2", "MODEL", table("raw.a"), exposed("marts.supply", "dashboard")));

    assertThat(edges("table=marts.supply")).isEmpty();
  }

  @Test
  void saysWhichNameWasMeant() {
    assertThat(collector.get("/api/v1/graph?table=raw.orders").body())
        .contains("NothingKnown", "Nothing is known yet: no engine has told");

    collector.tell(complete("a", "r1", "10:00:00", table("raw.orders", "state"), ""));

    assertThat(collector.get("/api/v1/graph?table=raw.order").statusCode()).isEqualTo(404);
    assertThat(collector.get("/api/v1/graph?table=raw.order").body())
        .contains("did you mean raw.orders?");
    assertThat(collector.get("/api/v1/graph?table=raw.orders&column=stat").body())
        .contains("Nobody has told of a column stat of raw.orders; did you mean state?");
    assertThat(collector.graph("table=orders").path("root").asText()).isEqualTo("table:raw.orders");

    collector.tell(complete("b", "r2", "10:00:00", table("clean.orders", "state"), ""));

    assertThat(collector.get("/api/v1/graph?table=orders").statusCode()).isEqualTo(400);
    assertThat(collector.get("/api/v1/graph?table=orders").body())
        .contains("AmbiguousName", "orders may be clean.orders or raw.orders; say which");
  }

  @Test
  void refusesWhatIsWrongAndSaysWhatWouldBeRight() throws IOException {
    assertThat(collector.post("{").statusCode()).isEqualTo(400);
    HttpResponse<String> wrong = collector.post("{\"eventTime\": \"now\"}");
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("eventTime is \\\"now\\\"; it must be a time such as");
    String large = "{\"x\": \"%s\"}".formatted("y".repeat(RunningCollector.MAX_EVENT_BYTES));
    assertThat(collector.post(large).statusCode()).isEqualTo(413);
    assertThat(collector.post(BodyPublishers.ofString("no gzip"), "gzip").statusCode())
        .isEqualTo(400);
    assertThat(collector.post(BodyPublishers.noBody(), "gzip").statusCode()).isEqualTo(400);
    byte[] cut = Arrays.copyOf(gzip(complete("a", "r1", "10:00:00", "", "")), 40);
    assertThat(collector.post(BodyPublishers.ofByteArray(cut), "gzip").statusCode()).isEqualTo(400);
    assertThat(collector.get("/api/v1/graph?table=a&depth=99").body())
        .contains("depth is 99; it must be a number from 1 to 20");
    assertThat(collector.get("/api/v1/graph").statusCode()).isEqualTo(400);
    assertThat(collector.get("/api/v1/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void takesSeveralEventsAtOnceOrNone() {
    String one = complete("a", "r1", "10:00:00", table("raw.a"), table("clean.a"));
    String other = complete("b", "r1", "10:00:00", table("clean.a"), table("marts.a"));

    assertThat(collector.postBatch("[%s, {}]".formatted(one)).statusCode()).isEqualTo(422);
    assertThat(collector.get("/api/v1/graph?table=raw.a").statusCode()).isEqualTo(404);
    assertThat(collector.postBatch("[%s, %s]".formatted(one, other)).statusCode()).isEqualTo(200);
    assertThat(edges("table=raw.a"))
        .containsExactly("table:raw.a > a > table:clean.a", "table:clean.a > b > table:marts.a");
  }

  @Test
  void takesACompressedEventAndNeverUnpacksMoreThanAllowed() throws IOException {
    String event = complete("a", "r1", "10:00:00", table("raw.orders"), "");

    assertThat(collector.post(BodyPublishers.ofByteArray(gzip(event)), "gzip").statusCode())
        .isEqualTo(201);
    String bomb = " ".repeat(10 * RunningCollector.MAX_EVENT_BYTES);
    assertThat(collector.post(BodyPublishers.ofByteArray(gzip(bomb)), "gzip").statusCode())
        .isEqualTo(413);
  }

  @Test
  void opensToTheTokenAlone() {
    for (String path : List.of("/api/v1/graph?table=a", "/api/v1/lineage")) {
      assertThat(collector.send(collector.request(path).build()).statusCode()).isEqualTo(401);
    }
    assertThat(collector.send(collector.request("/health").build()).statusCode()).isEqualTo(200);
  }

  @Test
  void tellsWhenThereIsMoreThanItShows() {
    IntStream.range(0, 30)
        .forEach(
            job ->
                collector.tell(
                    complete(
                        "j" + job,
                        "r",
                        "10:00:00",
                        table("raw.hub"),
                        String.join(
                            ",",
                            IntStream.range(0, 70)
                                .mapToObj(out -> table("marts.t" + job + "_" + out))
                                .toList()))));

    JsonNode graph = collector.graph("table=raw.hub");

    assertThat(graph.path("truncated").asBoolean()).isTrue();
    assertThat(graph.path("edges")).hasSize(2000);
  }

  /** One of dbt's. */
  /** Edges come step by step; within a step in any order. */
  private static JsonNode sorted(JsonNode graph) {
    ObjectNode copy = graph.deepCopy();
    List<JsonNode> edges = new ArrayList<>();
    copy.withArray("edges").forEach(edges::add);
    edges.sort(Comparator.comparing(JsonNode::toString));
    copy.putArray("edges").addAll(edges);

    return copy;
  }

  private static String model(String time, String run, String type, String inputs, String outputs) {
    return """
        {"eventType": "COMPLETE", "eventTime": "2026-03-01T%sZ", "run": {"runId": "%s"},
         "job": {"namespace": "freshet", "name": "model",
                 "facets": {"jobType": {"integration": "DBT", "jobType": "%s"}}},
         "inputs": [%s], "outputs": [%s]}
        """
        .formatted(time, run, type, inputs, outputs);
  }

  private static String exposed(String table, String exposure) {
    return dataset(
        table, "\"dbt_exposures\": {\"exposures\": [{\"name\": \"%s\"}]}".formatted(exposure));
  }

  private List<String> edges(String question) {
    return collector.edges(question);
  }

  private static JsonNode node(JsonNode graph, String id) {
    for (JsonNode node : graph.path("nodes")) {
      if (node.path("id").asText().equals(id)) {
        return node;
      }
    }
    throw new IllegalStateException("There is no node " + id);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    return bytes.toByteArray();
  }
}
