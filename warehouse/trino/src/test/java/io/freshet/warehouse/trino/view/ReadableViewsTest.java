package io.freshet.warehouse.trino.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldHistory;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.Schema;
import io.freshet.core.lake.cut.CutName;
import io.freshet.warehouse.trino.Rides;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  void rowsFromBeforeAColumnHaveItsDefaultUnlessARoleSeesNullThere() {
    List<Field> fields =
        List.of(
            field(1, "city", Scalar.STRING, Optional.empty()),
            field(3, "event_time", Scalar.TIMESTAMP, Optional.empty()),
            field(4, "currency", Scalar.STRING, Optional.of("kr'")),
            field(5, "fee", new FieldType.Decimal(9, 2), Optional.of(new BigDecimal("1.50"))),
            field(16, "tiny", new FieldType.Decimal(9, 7), Optional.of(new BigDecimal("0E-7"))),
            field(6, "seats", Scalar.INTEGER, Optional.of(-4L)),
            field(7, "metres", Scalar.LONG, Optional.of(Long.MIN_VALUE)),
            field(8, "rating", Scalar.FLOAT, Optional.of(0.5)),
            field(9, "weight", Scalar.DOUBLE, Optional.of(1.0E-9)),
            field(10, "shared", Scalar.BOOLEAN, Optional.of(false)),
            field(11, "day", Scalar.DATE, Optional.of(1L)),
            field(12, "due", Scalar.TIMESTAMP, Optional.of(1_000_002L)),
            field(
                13,
                "place",
                new FieldType.Struct(
                    List.of(field(14, "country", Scalar.STRING, Optional.of("no")))),
                Optional.empty()),
            new Field(15, "rider", Scalar.STRING, true, Classification.PERSONAL, List.of(), "")
                .with(FieldHistory.ofDefault("nobody")));
    Contract rides = contracts.require("cities");
    Contract changed =
        new Contract(
            rides.name(),
            rides.version(),
            Contract.Kind.EVENT,
            rides.documentation(),
            new Schema(fields, rides.schema().keys()),
            rides.stream(),
            rides.table(),
            rides.access());

    assertThat(ReadableViews.of(changed).sql())
        .contains(
            """
              coalesce("currency", 'kr''') AS "currency",
              coalesce("fee", DECIMAL '1.50') AS "fee",
              coalesce("tiny", DECIMAL '0.0000000') AS "tiny",
              coalesce("seats", INTEGER '-4') AS "seats",
              coalesce("metres", BIGINT '-9223372036854775808') AS "metres",
              coalesce("rating", REAL '0.5') AS "rating",
              coalesce("weight", DOUBLE '1.0E-9') AS "weight",
              coalesce("shared", false) AS "shared",
              coalesce("day", DATE '1970-01-02') AS "day",
              coalesce("due", TIMESTAMP '1970-01-01 00:00:01.000002 UTC') AS "due",
              if("place" IS NULL, NULL, coalesce("place"."country", 'no')) AS "place_country",
              "rider" AS "rider",
            """);
  }

  @Test
  void aViewAtACutHasItsRowsAndTheColumnsOfThen() {
    CutName cut = CutName.parse("cut_2026_11_29_07");

    Set<String> columns = Set.of("city", "event_time", "_received_at", "_offset");

    assertThat(CutViews.of(contracts.require("rides"), cut, columns).sql())
        .isEqualTo(
            """
            SELECT
              "city" AS "city",
              "event_time" AS "event_time",
              "_received_at" AS "received_at",
              "_offset" AS "_offset",
              "_received_at" AS "_received_at"
            FROM (SELECT * FROM "raw"."rides" FOR VERSION AS OF 'cut_2026_11_29_07'\
             WHERE "event_time" < TIMESTAMP '2026-11-29 07:00:00 UTC')""");
    assertThat(CutViews.of(contracts.require("rides_days"), cut, Set.of("local_day")).sql())
        .endsWith("WHERE \"local_day\" < DATE '2026-11-28')");
  }

  private static Field field(
      int id, String name, FieldType type, Optional<Serializable> defaultValue) {
    return new Field(id, name, type, true, Classification.INTERNAL, List.of(), "")
        .with(new FieldHistory(defaultValue, List.of()));
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
            "views.rides",
            "views.cities",
            "views.dead_letters",
            "views.dead_letters_by_cause",
            "views.refused_events",
            "views.freshness_history");
  }

  @Test
  void freshnessKnowsEveryTable() {
    LakeView view = FreshnessView.of(contracts);

    assertThat(List.of("raw.rides", "raw.cities", "clean.rides_days", "raw.dead_letters"))
        .allSatisfy(table -> assertThat(view.sql()).contains("'" + table + "' AS table_name"));
    assertThat(view.sql()).doesNotContain("table_commits");
  }
}
