package io.freshet.warehouse.trino.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contracts;
import io.freshet.warehouse.trino.Rides;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadableViewsTest {
  @TempDir private Path folder;
  private Contracts contracts;

  @BeforeEach
  void readContracts() {
    contracts = Rides.contracts(folder, "rides", "cities");
  }

  @Test
  void aStreamsViewIsFlatAndHasDoublesAndText() {
    assertThat(ReadableViews.of(contracts.require("rides")).sql())
        .isEqualTo(
            """
            SELECT
              "city" AS "city",
              "rider_id" AS "rider_id",
              CAST("place"."latitude" AS double) AS "place_latitude",
              "place"."street" AS "place_street",
              from_utf8("note") AS "note",
              "event_time" AS "event_time",
              "_received_at" AS "received_at"
            FROM "raw"."rides\"""");
  }

  @Test
  void eachColumnKeepsTheContractsDescription() {
    assertThat(ReadableViews.of(contracts.require("rides")).columns())
        .extracting(LakeView.Column::description)
        .containsExactly(
            "Where it was",
            "Who rode",
            "Degrees north",
            "The street's name",
            "What the driver wrote; as UTF-8 text",
            "When it was",
            "When the platform received it");
  }

  @Test
  void aReferencesViewHasTheNewestRowPerKey() {
    LakeView view = ReadableViews.of(contracts.require("cities"));

    assertThat(view.sql())
        .contains("PARTITION BY \"city\" ORDER BY \"event_time\" DESC")
        .endsWith("WHERE _newest = 1");
    assertThat(view.comment())
        .isEqualTo(
            "The cities. Easy to read; the whole is in raw.cities. Only the newest row per city");
  }

  @Test
  void everyStreamWithATableHasOneAndDeadLettersAlsoByCause() {
    assertThat(ReadableViews.of(contracts))
        .extracting(view -> view.name().toString())
        .containsExactlyInAnyOrder(
            "views.rides", "views.cities", "views.dead_letters", "views.dead_letters_by_cause");
  }

  @Test
  void freshnessKnowsEveryTable() {
    LakeView view = FreshnessView.of(contracts);

    assertThat(List.of("raw.rides", "raw.cities", "clean.rides_days", "raw.dead_letters"))
        .allSatisfy(table -> assertThat(view.sql()).contains("'" + table + "' AS table_name"));
    assertThat(view.sql()).doesNotContain("table_commits");
  }
}
