package io.freshet.dbt.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contracts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingFilesTest {
  private static final Path SHIPPED = Path.of("../contracts");
  private static final Path ORDER_EVENTS =
      Path.of("models/staging/delivery/stg_delivery__order_events.sql");
  private static final Path SOURCES = Path.of("models/staging/delivery/_delivery__sources.yml");

  @TempDir private Path folder;

  private final GeneratedFiles files = StagingFiles.of(Contracts.read(SHIPPED));

  @Test
  void areInTheRepositoryAsTheContractsGiveThem() {
    assertThat(files.outdated(Path.of(""))).as("run ./freshet dbt generate").isEmpty();
  }

  @Test
  void turnCoordinatesIntoDoublesAndNameThePlatformsColumns() {
    assertThat(files.texts().get(ORDER_EVENTS))
        .contains("cast(dropoff_latitude as double) as dropoff_latitude,")
        .contains("_received_at as received_at,")
        .contains("_offset as stream_offset\n")
        .doesNotContain("_origin");
  }

  @Test
  void takeFreshnessAndOwnerFromTheContract() {
    assertThat(files.texts().get(SOURCES))
        .contains("loaded_at_field: _received_at", "count: 1\n", "owner: delivery-orders");
  }

  @Test
  void readTablesWhereTheyAreOrAtACut() {
    assertThat(files.texts().get(SOURCES))
        .contains(
            "schema: '{{ var(\"cut\", \"raw\") }}'", "schema: '{{ var(\"cut\", \"clean\") }}'");
  }

  @Test
  void countTheAgeOfADailyTableFromTheEndOfItsNewestDay() {
    // 26 hours after the end of the day that follows the newest one there.
    assertThat(files.texts().get(SOURCES))
        .contains("loaded_at_field: cast(local_day as timestamp)", "count: 4440\n");
  }

  @Test
  void areWrittenOnceAndAgainWhenSomebodyChangesThem() throws Exception {
    assertThat(files.write(folder))
        .containsExactlyElementsOf(files.texts().keySet().stream().sorted().toList());
    assertThat(files.write(folder)).isEmpty();

    Files.writeString(folder.resolve(ORDER_EVENTS), "select 1");
    Path foreign = ORDER_EVENTS.resolveSibling("stg_delivery__gone.sql");
    Files.writeString(folder.resolve(foreign), "select 1");

    assertThat(files.outdated(folder)).isEqualTo(List.of(foreign, ORDER_EVENTS));
    assertThat(files.write(folder)).isEqualTo(List.of(foreign, ORDER_EVENTS));
    assertThat(files.outdated(folder)).isEmpty();
  }
}
