package io.freshet.lineage.event;

import static io.freshet.lineage.Events.column;
import static io.freshet.lineage.Events.complete;
import static io.freshet.lineage.Events.dataset;
import static io.freshet.lineage.Events.fields;
import static io.freshet.lineage.Events.read;
import static io.freshet.lineage.Events.readAll;
import static io.freshet.lineage.Events.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.lineage.event.ColumnSources.Source;
import io.freshet.lineage.event.LineageEvent.State;
import io.freshet.lineage.naming.DatasetName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventReaderTest {
  private static final DatasetName ORDERS = DatasetName.table("raw.orders");

  @Test
  void readsWhoReadsAndWritesWhat() {
    LineageEvent event =
        read(complete("nightly", "r1", "10:00:00", table("raw.orders", "id"), table("clean.days")));

    assertThat(event.time()).isEqualTo(Instant.parse("2026-03-01T10:00:00Z"));
    assertThat(event.run().orElseThrow().state()).isEqualTo(State.COMPLETE);
    assertThat(event.run().orElseThrow().job())
        .isEqualTo(
            new ToldJob(
                new JobName("freshet", "nightly"),
                "SPARK",
                "JOB",
                "BATCH",
                java.util.Optional.empty()));
    assertThat(event.inputs()).extracting(ToldDataset::name).containsExactly(ORDERS);
    assertThat(event.outputs())
        .extracting(ToldDataset::name)
        .containsExactly(DatasetName.table("clean.days"));
  }

  @Test
  void readsWhereColumnsComeFrom() {
    String facet =
        "\"columnLineage\": {\"fields\": {\"Day\": {\"inputFields\": [%s, %s]}}}"
            .formatted(
                column("raw.orders", "AT", "DIRECT", "TRANSFORMATION"),
                column("raw.orders", "state", "INDIRECT", "FILTER"));

    assertThat(sources(facet).sources())
        .containsExactly(
            new Source(ORDERS, "at", "day", "DIRECT", "TRANSFORMATION"),
            new Source(ORDERS, "state", "day", "INDIRECT", "FILTER"));
  }

  @Test
  void readsWhatConcernsEveryColumn() {
    String facet =
        "\"columnLineage\": {\"fields\": {}, \"dataset\": [%s]}"
            .formatted(column("raw.orders", "state", "INDIRECT", "FILTER"));

    assertThat(sources(facet).sources())
        .containsExactly(
            new Source(ORDERS, "state", ColumnSources.EVERY_COLUMN, "INDIRECT", "FILTER"));
  }

  @Test
  void readsTheOldShapeOfColumnLineage() {
    String facet =
        """
        "columnLineage": {"fields": {"day": {"transformationType": "IDENTITY", "inputFields": [
          {"namespace": "trino://127.0.0.1:8080", "name": "lake.raw.orders", "field": "day"}]}}}
        """;

    assertThat(sources(facet).sources())
        .containsExactly(new Source(ORDERS, "day", "day", "DIRECT", "IDENTITY"));
  }

  /** dbt's parser names the clause in which a model imports what it reads. */
  @Test
  void takesAClauseForTheOnlyInput() {
    String facet =
        """
        "columnLineage": {"fields": {"day": {"inputFields": [
          {"namespace": "trino://127.0.0.1:8080", "name": "orders_of_today", "field": "id"}]}}}
        """;

    assertThat(sources(facet).sources()).containsExactly(new Source(ORDERS, "id", "day", "", ""));
    assertThat(sources(facet).complete()).isFalse();
  }

  @Test
  void isSureOfColumnsOnlyWhereAllAreExplainedAndFiltersAreTold() {
    String day = column("raw.orders", "at", "DIRECT", "IDENTITY");
    String schema = "\"schema\": {\"fields\": [%s]}, ".formatted(fields("day", "orders"));
    String facet = "\"columnLineage\": {\"fields\": {\"day\": {\"inputFields\": [%s]}%s}%s}";

    assertThat(sources(schema + facet.formatted(day, "", ", \"dataset\": []")).complete())
        .isFalse();
    String orders = ", \"orders\": {\"inputFields\": [%s]}".formatted(day);
    assertThat(sources(schema + facet.formatted(day, orders, "")).complete()).isFalse();
    assertThat(sources(schema + facet.formatted(day, orders, ", \"dataset\": []")).complete())
        .isTrue();
  }

  @Test
  void isNotSureOfColumnsThatNobodyHasListed() {
    String facet =
        "\"columnLineage\": {\"fields\": {\"day\": {\"inputFields\": [%s]}}, \"dataset\": []}"
            .formatted(column("raw.orders", "at", "DIRECT", "IDENTITY"));

    assertThat(sources(facet).complete()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"FILTER, true", "JOIN, true", "SORT, true", "GROUP_BY, true", "CONDITIONAL, false"})
  void knowsFiltersToBeToldByWhatOnlyAFilterIs(String subtype, boolean complete) {
    String facet =
        "\"schema\": {\"fields\": [%s]}, \"columnLineage\": {\"fields\": {\"day\": {\"inputFields\": [%s]}}}"
            .formatted(fields("day"), column("raw.orders", "at", "INDIRECT", subtype));

    assertThat(sources(facet).complete()).isEqualTo(complete);
  }

  @Test
  void readsTheSameModelHoweverDbtWasCalled() {
    String run =
        """
        {"eventTime": "2026-03-01T10:00:00Z", "run": {"runId": "r"}, "job": {"namespace": "freshet",
         "name": "lake.marts.freshet.orders_daily%s", "facets": {"jobType": {"integration": "DBT"}}}}
        """;

    assertThat(read(run.formatted(".build.run")).run().orElseThrow().job())
        .isEqualTo(read(run.formatted("")).run().orElseThrow().job());
  }

  @Test
  void readsAnEventAboutAJobAndOneAboutADataset() {
    LineageEvent job =
        read(
            """
            {"eventTime": "2026-03-01T10:00:00Z", "job": {"namespace": "n", "name": "j"},
             "inputs": [%s]}
            """
                .formatted(table("raw.orders")));
    LineageEvent dataset =
        read(
            "{\"eventTime\": \"2026-03-01T10:00:00Z\", \"dataset\": %s}"
                .formatted(
                    dataset(
                        "raw.orders",
                        "\"ownership\": {\"owners\": [{\"name\": \"team:team-a\"}]}")));

    assertThat(job.tellsEdges()).isTrue();
    assertThat(dataset.run()).isEmpty();
    assertThat(dataset.inputs().get(0).description().owner()).contains("team-a");
  }

  @Test
  void takesAClauseForTheInputThatHasTheColumnAndForNoneWhereSeveralHave() {
    String facet =
        """
        "columnLineage": {"fields": {"day": {"inputFields": [
          {"namespace": "trino://127.0.0.1:8080", "name": "joined", "field": "day"},
          {"namespace": "trino://127.0.0.1:8080", "name": "joined", "field": "market"}]}}}
        """;
    LineageEvent event =
        read(
            complete(
                "nightly",
                "r1",
                "10:00:00",
                table("raw.orders", "day", "market") + "," + table("raw.markets", "market"),
                dataset("clean.days", facet)));

    assertThat(event.outputs().get(0).sources().orElseThrow().sources())
        .containsExactly(new Source(ORDERS, "day", "day", "", ""));
  }

  @Test
  void readsWhatAirflowReallyTells() throws IOException {
    LineageEvent event = sample("airflow-start");

    assertThat(event.run().orElseThrow().job().integration()).isEqualTo("AIRFLOW");
    assertThat(event.run().orElseThrow().job().owner()).contains("data-platform");
    assertThat(event.tellsEdges()).isFalse();
  }

  @Test
  void readsWhatDbtReallyTellsOfAModel() throws IOException {
    LineageEvent event = sample("dbt-staging");
    ToldDataset model = event.outputs().get(0);

    assertThat(event.tellsEdges()).isTrue();
    assertThat(event.run().orElseThrow().job().name().name())
        .isEqualTo("lake.staging.freshet.stg_delivery__order_events");
    assertThat(event.inputs())
        .extracting(ToldDataset::name)
        .containsExactly(DatasetName.table("raw.order_events"));
    assertThat(model.name()).isEqualTo(DatasetName.table("staging.stg_delivery__order_events"));
    assertThat(model.description().isView()).contains(true);
    assertThat(model.description().owner()).contains("delivery-orders");
    assertThat(model.exposures()).extracting(ToldDataset.Exposure::name).contains("eta_model");
    assertThat(model.sources().orElseThrow().sources())
        .contains(new Source(DatasetName.table("raw.order_events"), "state", "state", "", ""));
  }

  @Test
  void readsWhatDbtReallyTellsOfAModelThatJoins() throws IOException {
    ColumnSources sources = sample("dbt-joined").outputs().get(0).sources().orElseThrow();

    assertThat(sources.sources())
        .contains(
            new Source(
                DatasetName.table("intermediate.int_orders__folded"),
                "order_id",
                "order_id",
                "",
                ""))
        .noneMatch(source -> source.input().kind() != DatasetName.Kind.TABLE);
  }

  private static LineageEvent sample(String name) throws IOException {
    try (InputStream sample = EventReaderTest.class.getResourceAsStream(name + ".json")) {
      return read(new String(sample.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"job\": 1} | eventTime is not there; it must be a name",
        "{\"eventTime\": \"yesterday\"} | eventTime is \"yesterday\"; it must be a time such as"
            + " 2026-03-01T12:00:00Z",
        "{\"eventTime\": \"2036-03-01T12:00:00Z\"} | eventTime is \"2036-03-01T12:00:00Z\"; it must"
            + " be at most an hour ahead of the server's clock",
        "{\"eventTime\": \"2026-03-01T12:00:00Z\"} | The event is of no kind; it must be about a run"
            + " with its job, a job, or a dataset",
        "{\"eventTime\": \"2026-03-01T12:00:00Z\", \"job\": {\"name\": \"j\"}} | job.namespace is not"
            + " there; it must be a name",
        "{\"eventTime\": \"2026-03-01T12:00:00Z\", \"job\": {\"namespace\": \"n\", \"name\": \"j\"},"
            + " \"inputs\": [{}]} | inputs[0].namespace is not there; it must be a name",
        "[] | The event is no object; it must be one event, not several",
      })
  void saysWhereAnEventIsWrongAndWhatWouldBeRight(String event, String message) {
    assertThatThrownBy(() -> read(event))
        .isInstanceOf(InvalidEventException.class)
        .hasMessage(message);
  }

  @Test
  void tellsNoJsonFromAWrongEvent() {
    assertThatThrownBy(() -> read("{"))
        .isInstanceOfSatisfying(InvalidEventException.class, e -> assertThat(e.isJson()).isFalse())
        .hasMessageStartingWith("The body is no JSON: ");
  }

  @Test
  void refusesTwoEventsInOneBody() {
    String event = complete("nightly", "r1", "10:00:00", table("raw.orders"), "");

    assertThatThrownBy(() -> read(event + event))
        .isInstanceOfSatisfying(InvalidEventException.class, e -> assertThat(e.isJson()).isFalse());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"\" | is an object; it must be one whose keys are names",
        "\"a\\u0000b\" | is an object; it must be one whose keys are names",
        "\"%501\" | is a name of 501 bytes; it must be one of at most 500",
      })
  void refusesColumnsThatCanBeNoNames(String key, String message) {
    String facet =
        "\"columnLineage\": {\"fields\": {%s: {\"inputFields\": []}}}"
            .formatted(key.replace("%501", "é".repeat(250) + "x"));

    assertThatThrownBy(() -> sources(facet))
        .isInstanceOf(InvalidEventException.class)
        .hasMessage("outputs[0].facets.columnLineage.fields " + message);
  }

  @Test
  void refusesATransformationThatIsTooLongForAKey() {
    String facet =
        "\"columnLineage\": {\"fields\": {\"day\": {\"inputFields\": [%s]}}}"
            .formatted(column("raw.orders", "at", "DIRECT", "x".repeat(501)));

    assertThatThrownBy(() -> sources(facet))
        .hasMessage(
            "outputs[0].facets.columnLineage.fields.day.inputFields[0].transformations[0].subtype"
                + " is a name of 501 bytes; it must be one of at most 500");
  }

  @Test
  void readsSeveralEventsAndSaysWhichOneIsWrong() {
    String event = complete("nightly", "r1", "10:00:00", table("raw.orders"), "");

    assertThat(readAll("[%s, %s]".formatted(event, event))).hasSize(2);
    assertThatThrownBy(() -> readAll("[%s, {}]".formatted(event)))
        .hasMessage("[1].eventTime is not there; it must be a name");
    assertThatThrownBy(() -> readAll(event))
        .hasMessage("The batch is no array; it must be an array of events");
  }

  private static ColumnSources sources(String facets) {
    return read(complete(
            "nightly", "r1", "10:00:00", table("raw.orders", "id"), dataset("clean.days", facets)))
        .outputs()
        .get(0)
        .sources()
        .orElseThrow();
  }
}
