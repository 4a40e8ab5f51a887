package io.freshet.serving.eta;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.contract.Field;
import io.freshet.core.lineage.Column;
import io.freshet.core.lineage.ColumnSources.Source;
import io.freshet.core.lineage.Dataset;
import io.freshet.core.lineage.Job;
import io.freshet.core.toolkit.Settings;
import io.freshet.serving.eta.events.AskedColumns;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EtaLineageTest {
  private static final ContractTexts CONTRACTS = ContractTexts.read(Path.of("../../contracts"));

  private final Job job =
      new EtaLineage(
              EtaSettings.from(
                  Settings.of(
                      Map.of(
                          "contracts.path", "contracts",
                          "kafka.bootstrap", "kafka:9092",
                          "registry.url", "http://127.0.0.1:8081",
                          "redis.host", "redis"))),
              CONTRACTS)
          .job();

  @Test
  void readsTwoStreamsAndWritesFiveAndRedis() {
    assertThat(job.inputs())
        .extracting(input -> input.name().name())
        .containsExactly("dasher_pings", "order_events");
    assertThat(job.outputs())
        .extracting(output -> output.name().namespace() + "/" + output.name().name())
        .containsExactly(
            "kafka://kafka:9092/eta_predictions",
            "kafka://kafka:9092/market_supply",
            "kafka://kafka:9092/supply_cells",
            "kafka://kafka:9092/idle_dashers",
            "kafka://kafka:9092/supply_alerts",
            "redis://redis:6379/eta:{<market>:<order_id>}",
            "redis://redis:6379/dasher:{<market>:<dasher_id>}",
            "redis://redis:6379/supply:<market>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eta_predictions",
        "market_supply",
        "supply_cells",
        "idle_dashers",
        "supply_alerts"
      })
  void saysOfEachColumnWhereItComesFrom(String stream) {
    Dataset output =
        job.outputs().stream()
            .filter(dataset -> dataset.name().name().equals(stream))
            .findFirst()
            .orElseThrow();

    assertThat(output.sources().byColumn().keySet())
        .containsExactlyInAnyOrderElementsOf(
            CONTRACTS.contract(stream).schema().fields().stream().map(Field::name).toList());
  }

  @Test
  void namesExactlyTheColumnsThatTheJobReads() {
    assertThat(read("dasher_pings"))
        .containsExactlyInAnyOrderElementsOf(AskedColumns.ofAPing(schema("dasher_pings")));
    assertThat(read("order_events"))
        .containsExactlyInAnyOrderElementsOf(AskedColumns.ofAnOrderEvent(schema("order_events")));
  }

  @Test
  void namesNoColumnThatItsInputsLack() {
    for (Dataset input : job.inputs()) {
      List<String> columns = input.columns().stream().map(Column::name).toList();

      assertThat(read(input.name().name())).isSubsetOf(columns);
    }
  }

  private static Schema schema(String contract) {
    return AvroSchemas.of(CONTRACTS.contract(contract));
  }

  private Set<String> read(String stream) {
    return job.outputs().stream()
        .map(Dataset::sources)
        .flatMap(
            sources ->
                Stream.concat(
                    sources.byColumn().values().stream().flatMap(List::stream),
                    sources.ofRows().stream()))
        .filter(source -> source.dataset().name().equals(stream))
        .map(Source::column)
        .collect(Collectors.toSet());
  }
}
