package io.freshet.batch.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.batch.SharedSpark;
import io.freshet.batch.landing.database.JdbcAccess;
import io.freshet.batch.landing.given.ColumnChoice;
import io.freshet.batch.landing.given.TableRange;
import io.freshet.core.lake.LandedFile;
import io.freshet.core.lake.Ledger;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.testing.servers.RunningPostgres;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a Postgres, with its own types. */
@ExtendWith(SharedSpark.class)
class OtherDatabasesIT {
  private static final JdbcAccess OSLO = access(Optional.of("Europe/Oslo"));

  private static RunningPostgres postgres;

  private final SparkSession spark;
  private final LandingLake lake;

  OtherDatabasesIT(SparkSession spark) {
    this.spark = spark;
    this.lake = Parcels.lake(spark);
  }

  @BeforeAll
  static void startPostgres(@TempDir Path folder) {
    postgres = RunningPostgres.start(folder);
    postgres.ask("CREATE TYPE size AS ENUM ('small', 'large')");
    postgres.ask(
        """
        CREATE TABLE parcels (
          id bigserial PRIMARY KEY, parcel uuid, city varchar(40), event_time timestamptz,
          packed_at timestamp, due date, size size, weight numeric, labels text[], fits size[],
          fragile boolean, seal bytea, content jsonb, remark json, "Box ""outer\""" jsonb,
          place point)""");
    postgres.ask(
        """
        INSERT INTO parcels VALUES
          (1, '7d444840-9dc0-11d1-b245-5ffdce74fad2', 'oslo', '2026-03-01 10:00:00.123456+00',
           '2026-03-01 11:00:00', '9999-12-31', 'large', 12345678901234567890.1234567891,
           '{fragile,"this, up"}', '{small,large}', true, '\\x00ff10', '{"a": [1, null]}',
           '{"b":  "x"}', '{"width": 30}', '(1,2)')""");
    postgres.ask(
        """
        INSERT INTO parcels (id, parcel, city, event_time) VALUES
          (2, '7d444840-9dc0-11d1-b245-5ffdce74fad3', 'oslo', '2026-03-01 10:00:00+00')""");
    postgres.ask(
        """
        INSERT INTO parcels (id, parcel, city, event_time, due, weight, size) SELECT
          id, '7d444840-9dc0-11d1-b245-5ffdce74fad4'::uuid, 'oslo', time::timestamptz, due::date,
          weight::numeric, size::size
          FROM (VALUES (3, 'infinity', NULL, NULL, NULL),
            (4, '2026-03-01 10:00:00+00', '-infinity', NULL, NULL),
            (5, '2026-03-01 10:00:00+00', NULL, 'NaN', NULL),
            (6, '2026-03-01 10:00:00+00', NULL, '1e30', NULL),
            (7, NULL, NULL, NULL, 'small')) AS odd (id, time, due, weight, size)""");
    postgres.ask(
        """
        CREATE TABLE nights AS SELECT
          id, 'oslo' AS market, 'parcel ' || id AS parcel_id,
          CASE WHEN id <> 12 THEN timestamptz '2026-03-01 10:00:00+00' END AS event_time
          FROM generate_series(10, 15) AS id""");
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
  }

  @BeforeEach
  void emptyTables() {
    lake.empty();
  }

  @Test
  void landsPostgresOwnTypesAsTheContractHasThem() {
    LandingReport report =
        lake.landing(OSLO, stage -> {}).land(parcels("parcels", Parcels.COLUMNS));

    assertThat(report.landed()).isEqualTo(2);
    assertThat(
            spark
                .sql(
                    "SELECT concat_ws(' ', _offset, parcel_id, event_time, packed_at, due, size,"
                        + " weight, to_json(labels), to_json(fits), fragile, hex(seal), content,"
                        + " remark, box.width) FROM lake.raw.parcels ORDER BY _offset")
                .collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly(
            "1 7d444840-9dc0-11d1-b245-5ffdce74fad2 2026-03-01 10:00:00.123456"
                + " 2026-03-01 10:00:00 9999-12-31 large 12345678901234567890.1234567891"
                + " [\"fragile\",\"this, up\"] [\"small\",\"large\"] true 00FF10"
                + " {\"a\":[1,null]} {\"b\":  \"x\"} 30",
            "2 7d444840-9dc0-11d1-b245-5ffdce74fad3 2026-03-01 10:00:00");
  }

  @Test
  void makesDeadLettersOfValuesThatNobodyElseHas() {
    LandingReport report =
        lake.landing(OSLO, stage -> {}).land(parcels("parcels", Parcels.COLUMNS));

    Parcels.assertOddOnesAreLetters(report, lake);
  }

  @Test
  void refusesTypesThatDoNotBecomeTheContractsNamingEach() {
    assertThatThrownBy(
            () ->
                lake.landing(access(Optional.empty()), stage -> {})
                    .land(parcels("parcels", Parcels.WRONG_COLUMNS)))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining(
            "packed_at is timestamp, whose zone the setting landing.zone has to say, and packed_at"
                + " is timestamp; place is point, and weight is decimal(38,10)");
    assertThat(lake.letters()).isEmpty();
  }

  @Test
  void takesAQueryWhereTheTableHasOtherTypes() {
    LandingReport report =
        lake.landing(access(Optional.empty()), stage -> {})
            .land(
                parcels(
                    "(SELECT id, 'oslo' AS market, parcel AS parcel_id, event_time,"
                        + " packed_at AT TIME ZONE 'UTC' AS packed_at FROM parcels WHERE id < 3)"
                        + " rows",
                    Parcels.NO_ID));

    assertThat(report.landed()).isEqualTo(2);
    assertThat(spark.sql("SELECT max(packed_at) FROM lake.raw.parcels").first().get(0))
        .hasToString("2026-03-01T11:00:00Z");
  }

  @Test
  void makesOneFileOfNightsThatFollowOneAnother() {
    Landing landing = lake.landing(access(Optional.empty()), stage -> {});

    assertThat(landing.land(nights(10, 12)).landed()).isEqualTo(2);
    LandingReport second = landing.land(nights(12, 14));
    assertThat(second.landed()).isEqualTo(1);
    assertThat(second.deadLettered()).isEqualTo(1);
    assertThat(landing.land(nights(14, 16)).landed()).isEqualTo(2);
    assertThat(landing.land(nights(12, 14)).snapshot()).isEmpty();
    assertThat(landing.land(nights(10, 16)).snapshot()).isEmpty();

    Map<String, String> properties = lake.table(Parcels.NAME).properties();
    LandedFile landed = LandedFile.of(properties).values().iterator().next();
    assertThat(LandedFile.of(properties)).hasSize(1);
    assertThat(landed.name()).isEqualTo(url() + "#nights?id=10..16");
    assertThat(landed.rows()).isEqualTo(6);
    assertThat(
            spark
                .sql(
                    "SELECT concat_ws(' ', parcel_id, _stream_partition, _offset)"
                        + " FROM lake.raw.parcels ORDER BY 1")
                .collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly(
            "parcel 10 %d 0".formatted(landed.number()),
            "parcel 11 %d 1".formatted(landed.number()),
            "parcel 13 %d 3".formatted(landed.number()),
            "parcel 14 %d 4".formatted(landed.number()),
            "parcel 15 %d 5".formatted(landed.number()));
    assertThat(lake.letters()).singleElement().asString().contains(" 2 ");
    Ledger ledger = Ledger.of(properties);
    assertThat(ledger.entries()).hasSize(1);
    assertThat(ledger.total().rows()).isEqualTo(5);
    assertThat(ledger.total().deadLettered()).isEqualTo(1);
  }

  private static Order nights(long from, long to) {
    return Parcels.order(new TableRange(url(), "nights", "id", from, to), Parcels.NO_ID);
  }

  @Test
  void saysWhoseFaultItIs() {
    assertThatThrownBy(() -> land("nothing", "id"))
        .hasMessageContaining("Cannot read nothing of jdbc:postgresql")
        .hasMessageContaining("does not exist")
        .extracting(failure -> ((FreshetException) failure).fault())
        .isEqualTo(Fault.CALLER);
    assertThatThrownBy(() -> land("parcels", "idd"))
        .hasMessageContaining("has no column idd, which --key names; did you mean id?");
  }

  private void land(String table, String key) {
    lake.landing(OSLO, stage -> {})
        .land(Parcels.order(new TableRange(url(), table, key, 0, 10), Parcels.COLUMNS));
  }

  private static Order parcels(String table, ColumnChoice columns) {
    return Parcels.order(new TableRange(url(), table, "id", 0, 10), columns);
  }

  private static String url() {
    return "jdbc:postgresql://localhost:%d/postgres".formatted(postgres.port());
  }

  private static JdbcAccess access(Optional<String> zone) {
    return new JdbcAccess(Optional.of("postgres"), Optional.empty(), zone, Optional.empty());
  }
}
