package io.freshet.ingestion.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.lineage.Column;
import io.freshet.core.lineage.ColumnSources.Source;
import io.freshet.core.lineage.Dataset;
import io.freshet.core.lineage.Job;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WriterLineageTest {
  private static final Contracts CONTRACTS = Contracts.read(Path.of("../../contracts"));
  private static final String ADDED_BY_HAND = "added_by_hand";

  private final InMemoryCatalog catalog = new InMemoryCatalog();

  private List<Job> jobs;

  @BeforeEach
  void makeTheTables() {
    catalog.initialize("lake", Map.of("warehouse", "s3://bucket/warehouse"));
    for (Contract contract :
        List.of(
            CONTRACTS.require("order_events"),
            CONTRACTS.require("markets"),
            CONTRACTS.deadLetters())) {
      new TableProvisioner(catalog).plan(contract).step().run();
    }
    catalog
        .loadTable(TableLayout.name(CONTRACTS.require("order_events")))
        .updateSchema()
        .addColumn(ADDED_BY_HAND, Types.StringType.get())
        .commit();
    WriterSettings settings =
        WriterSettings.from(
            Settings.of(
                Map.of(
                    "writer.streams", "order_events,markets",
                    "contracts.path", "contracts",
                    "kafka.bootstrap", "kafka:9092",
                    "registry.url", "http://127.0.0.1:8081",
                    "catalog.uri", "http://catalog:8181",
                    "catalog.token", "secret")));
    jobs = new WriterLineage(settings, CONTRACTS, catalog).jobs();
  }

  @Test
  void isAJobForEachStreamOfThePool() {
    assertThat(jobs).extracting(Job::name).containsExactly("writer-order_events", "writer-markets");
    assertThat(jobs.get(0).inputs())
        .extracting(Dataset::name)
        .containsExactly(new Dataset.Name("kafka://kafka:9092", "order_events"));
  }

  @Test
  void writesTheTableWhereItLiesAndDeadLetters() {
    assertThat(jobs.get(0).outputs())
        .extracting(Dataset::name)
        .containsExactly(
            new Dataset.Name("s3://bucket", "warehouse/raw/order_events"),
            new Dataset.Name("s3://bucket", "warehouse/raw/dead_letters"),
            new Dataset.Name("kafka://kafka:9092", "dead_letters"));
    assertThat(table().tableName())
        .contains(new Dataset.Name("http://catalog:8181", "raw.order_events"));
  }

  @Test
  void saysOfEachColumnOfTheTableFromWhichOfTheStreamItComes() {
    Map<String, List<Source>> sources = table().sources().byColumn();
    List<String> ofTheStream =
        jobs.get(0).inputs().get(0).columns().stream().map(Column::name).toList();

    assertThat(sources.keySet())
        .containsExactlyInAnyOrderElementsOf(
            table().columns().stream()
                .map(Column::name)
                .filter(column -> !column.equals(ADDED_BY_HAND))
                .toList());
    assertThat(sources.values().stream().flatMap(List::stream).map(Source::column))
        .isSubsetOf(ofTheStream);
    assertThat(sources.get("_received_at"))
        .extracting(Source::column)
        .containsExactly("_timestamp");
  }

  @Test
  void namesOnlyColumnsThatDeadLettersHave() {
    for (Dataset output : jobs.get(0).outputs().subList(1, 3)) {
      assertThat(output.columns().stream().map(Column::name))
          .containsAll(output.sources().byColumn().keySet());
    }
  }

  @Test
  void namesAColumnThatSomebodyAddedWithoutAWordOnIt() {
    assertThat(table().columns()).contains(new Column(ADDED_BY_HAND, "string", ""));
  }

  @Test
  void describesColumnsAsTheContractDoes() {
    assertThat(table().columns().get(0).description()).startsWith("The market in which the order");
  }

  private Dataset table() {
    return jobs.get(0).outputs().get(0);
  }
}
