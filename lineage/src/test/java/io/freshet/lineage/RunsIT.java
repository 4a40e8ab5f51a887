package io.freshet.lineage;

import static io.freshet.lineage.Events.column;
import static io.freshet.lineage.Events.complete;
import static io.freshet.lineage.Events.dataset;
import static io.freshet.lineage.Events.event;
import static io.freshet.lineage.Events.fields;
import static io.freshet.lineage.Events.table;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.testing.servers.RunningPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** All events of a run say together what it did, and the newest run what is so now. */
class RunsIT {
  private static final String READS_A = start("r1", "10:00:00", table("raw.a"));
  private static final String WROTE_C = complete("job", "r1", "10:10:00", "", table("clean.c"));

  @TempDir private static Path folder;
  private static RunningPostgres postgres;

  private String database;
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
    database = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    collector = RunningCollector.start(postgres, database);
  }

  @AfterEach
  void stop() {
    collector.close();
  }

  @Test
  void joinsWhatTheStartReadsAndTheEndHasWritten() {
    collector.tell(READS_A);
    assertThat(collector.edges("table=raw.a")).isEmpty();

    collector.tell(WROTE_C);

    assertThat(collector.edges("table=raw.a")).containsExactly("table:raw.a > job > table:clean.c");
  }

  @Test
  void joinsThemAlsoWhenTheStartComesLast() {
    collector.tell(WROTE_C);
    collector.tell(READS_A);

    assertThat(collector.edges("table=raw.a")).containsExactly("table:raw.a > job > table:clean.c");
  }

  @Test
  void understandsColumnsOfWhatOnlyTheStartTold() {
    collector.tell(READS_A);
    collector.tell(complete("job", "r1", "10:10:00", "", copied("clean.c", "x", "y")));

    assertThat(collector.graph("table=raw.a&column=x").path("edges").findValuesAsText("by"))
        .containsExactly("column");
    assertThat(collector.edges("table=raw.a&column=z")).isEmpty();
  }

  @Test
  void keepsTwoRunsApartThatOverlap() {
    collector.tell(READS_A);
    collector.tell(start("r2", "10:05:00", table("raw.b")));
    collector.tell(complete("job", "r2", "10:20:00", "", table("clean.c")));
    collector.tell(WROTE_C);

    assertThat(collector.edges("table=clean.c&direction=upstream"))
        .containsExactly("table:raw.b > job > table:clean.c");
  }

  @Test
  void changesNothingWhereAnEventTellsNoDataset() {
    collector.tell(complete("job", "r1", "10:00:00", table("raw.a"), table("clean.c")));
    collector.tell(complete("job", "r2", "11:00:00", "", ""));
    collector.tell(
        """
        {"eventTime": "2026-03-01T11:30:00Z", "job": {"namespace": "freshet", "name": "job",
         "facets": {"ownership": {"owners": [{"name": "team:delivery"}]}}}}
        """);

    JsonNode graph = collector.graph("table=raw.a");

    assertThat(collector.edges("table=raw.a")).containsExactly("table:raw.a > job > table:clean.c");
    assertThat(graph.path("nodes").findValuesAsText("owner")).contains("delivery");
  }

  @Test
  void changesNothingWhereARunFails() {
    collector.tell(complete("job", "r1", "10:00:00", table("raw.a"), table("clean.c")));
    collector.tell(start("r2", "11:00:00", table("raw.b")));
    collector.tell(
        event("FAIL", "job", "r2", "11:10:00", table("raw.b"), table("clean.c"), "BATCH"));

    assertThat(collector.edges("table=clean.c&direction=upstream"))
        .containsExactly("table:raw.a > job > table:clean.c");
  }

  @Test
  void forgetsRunsOfOldButNotWhatTheEdgesRestOn() throws SQLException {
    collector.tell(READS_A);
    collector.tell(WROTE_C);
    collector.tell(start("r2", "11:00:00", table("raw.b")));
    execute("UPDATE runs SET heard_at = heard_at - interval '4 days'");
    collector.tell(start("r3", "11:05:00", table("raw.b")));
    collector.tell(WROTE_C);

    assertThat(collector.edges("table=raw.a")).containsExactly("table:raw.a > job > table:clean.c");

    collector.tell(complete("job", "r2", "11:10:00", "", table("clean.c")));

    assertThat(collector.edges("table=clean.c&direction=upstream"))
        .containsExactly("null > job > table:clean.c");
  }

  @Test
  void forgetsColumnsThatANewerRunNoLongerReads() {
    collector.tell(complete("job", "r1", "10:00:00", table("raw.a"), copied("clean.c", "x", "y")));
    collector.tell(complete("job", "r2", "11:00:00", table("raw.a"), copied("clean.c", "y", "y")));

    assertThat(collector.graph("table=raw.a").path("column_edges").findValuesAsText("from_column"))
        .containsExactly("y");
  }

  @Test
  void forgetsColumnsThatATableNoLongerHas() {
    collector.tell(complete("job", "r1", "10:00:00", "", table("clean.c", "x", "y")));
    collector.tell(complete("job", "r2", "11:00:00", "", table("clean.c", "y", "z")));
    collector.tell(complete("late", "r", "09:00:00", table("clean.c", "x"), ""));
    collector.tell(complete("reader", "r", "11:30:00", table("clean.c", "y"), ""));

    assertThat(columns("clean.c")).containsExactly("y", "z");
  }

  @Test
  void knowsATableThatWasAViewAndABatchJobThatWasAStream() {
    collector.tell(
        event("RUNNING", "job", "r1", "10:00:00", table("raw.a"), of("VIEW"), "STREAMING"));
    collector.tell(
        event("COMPLETE", "job", "r2", "11:00:00", table("raw.a"), of("TABLE"), "BATCH"));

    JsonNode graph = collector.graph("table=raw.a");

    assertThat(graph.path("nodes").findValuesAsText("kind")).doesNotContain("view");
    assertThat(graph.path("nodes").findValuesAsText("streaming")).containsExactly("false");
  }

  private static String start(String run, String time, String inputs) {
    return event("START", "job", run, time, inputs, "", "BATCH");
  }

  private static String of(String type) {
    return dataset("clean.c", "\"datasetType\": {\"datasetType\": \"%s\"}".formatted(type));
  }

  /** An output of one column, which is raw.a's; nothing else is read. */
  private static String copied(String output, String from, String to) {
    return dataset(
        output,
        """
        "schema": {"fields": [%s]},
        "columnLineage": {"fields": {"%s": {"inputFields": [%s]}}, "dataset": []}
        """
            .formatted(fields(to), to, column("raw.a", from, "DIRECT", "IDENTITY")));
  }

  private List<String> columns(String table) {
    return collector
        .graph("table=" + table)
        .path("nodes")
        .get(0)
        .path("columns")
        .findValuesAsText("name");
  }

  private void execute(String sql) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(postgres.port(), database);
    try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
