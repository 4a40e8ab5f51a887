package io.freshet.batch.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.batch.SharedSpark;
import io.freshet.batch.landing.database.JdbcAccess;
import io.freshet.batch.landing.given.TableRange;
import io.freshet.core.lake.LandedFile;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a MariaDB, with MySQL's types. */
@ExtendWith(SharedSpark.class)
@EnabledOnOs(
    value = OS.LINUX,
    architectures = "amd64",
    disabledReason = "The artifact with MariaDB's server has it for Linux on amd64 alone")
class MySqlIT {
  private static RunningMariaDb mariaDb;

  private final SparkSession spark;
  private final LandingLake lake;

  MySqlIT(SparkSession spark) {
    this.spark = spark;
    this.lake = Parcels.lake(spark);
  }

  @BeforeAll
  static void startMariaDb(@TempDir Path folder) {
    mariaDb = RunningMariaDb.start(folder);
    mariaDb.ask(
        """
        CREATE TABLE parcels (
          id bigint unsigned PRIMARY KEY, parcel char(36), city varchar(40) CHARACTER SET latin1,
          event_time timestamp(6) NULL, packed_at datetime, due date,
          size enum('small', 'large'), weight decimal(38,10), labels json, fits json,
          fragile tinyint(1), seal varbinary(100), content json, remark text,
          `Box "outer"` json, place point)""");
    // Where the server's clock is, 10:00 in UTC is 15:00.
    mariaDb.ask(
        """
        INSERT INTO parcels VALUES
          (1, '7d444840-9dc0-11d1-b245-5ffdce74fad2', 'tromsø', '2026-03-01 15:00:00.123456',
           '2026-03-01 11:00:00', '9999-12-31', 'large', 1234567890123456789012345678.1234567891,
           '["fragile", "this, up"]', '["small", "large"]', 1, repeat(0x00ff10, 30),
           '{"a": [1, null]}', '{"b":  "x"}', '{"width": 30}', point(1, 2))""");
    mariaDb.ask(
        """
        INSERT INTO parcels (id, parcel, city, event_time) VALUES
          (2, '7d444840-9dc0-11d1-b245-5ffdce74fad3', 'oslo', '2026-03-01 15:00:00')""");
    mariaDb.ask(
        """
        SET STATEMENT sql_mode = '' FOR
        INSERT INTO parcels (id, parcel, city, event_time, packed_at, due, fragile) VALUES
          (3, 'zero time', 'oslo', '0000-00-00', NULL, NULL, NULL),
          (4, 'zero day', 'oslo', '2026-03-01 15:00:00', NULL, '0000-00-00', NULL),
          (5, 'half a day', 'oslo', '2026-03-01 15:00:00', '2026-03-00 10:00:00', NULL, NULL),
          (6, 'half a truth', 'oslo', '2026-03-01 15:00:00', NULL, NULL, 2),
          (7, NULL, 'oslo', '2026-03-01 15:00:00', NULL, NULL, NULL)""");
    mariaDb.ask(
        """
        CREATE TABLE many (
          id bigint unsigned PRIMARY KEY, market text, parcel_id text, event_time timestamp NULL)""");
    mariaDb.ask(
        """
        INSERT INTO many
          SELECT seq, 'oslo', concat('parcel ', seq), '2026-03-01 15:00:00' FROM seq_1_to_50000""");
  }

  @AfterAll
  static void stopMariaDb() {
    mariaDb.close();
  }

  @BeforeEach
  void emptyTables() {
    lake.empty();
  }

  @Test
  void landsMySqlsOwnTypesAsTheContractHasThem() {
    LandingReport report = inOslo().land(parcels(0, 10));

    assertThat(report.landed()).isEqualTo(2);
    assertThat(
            spark
                .sql(
                    "SELECT concat_ws(' ', _offset, parcel_id, market, event_time, packed_at, due,"
                        + " size, weight, to_json(labels), to_json(fits), fragile, hex(seal),"
                        + " content, remark, box.width) FROM lake.raw.parcels ORDER BY _offset")
                .collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly(
            "1 7d444840-9dc0-11d1-b245-5ffdce74fad2 tromsø 2026-03-01 10:00:00.123456"
                + " 2026-03-01 10:00:00 9999-12-31 large 1234567890123456789012345678.1234567891"
                + " [\"fragile\",\"this, up\"] [\"small\",\"large\"] true "
                + "00FF10".repeat(30)
                + " {\"a\":[1,null]} {\"b\":  \"x\"} 30",
            "2 7d444840-9dc0-11d1-b245-5ffdce74fad3 oslo 2026-03-01 10:00:00");
  }

  @Test
  void makesDeadLettersOfValuesThatNobodyElseHas() {
    LandingReport report = inOslo().land(parcels(0, 10));

    Parcels.assertOddOnesAreLetters(report, lake);
  }

  @Test
  void refusesTypesThatDoNotBecomeTheContractsNamingEach() {
    assertThatThrownBy(
            () ->
                inNoZone()
                    .land(
                        Parcels.order(
                            new TableRange(url(), "parcels", "id", 0, 10), Parcels.WRONG_COLUMNS)))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining(
            "packed_at is DATETIME, whose zone the setting landing.zone has to say, and packed_at"
                + " is timestamp; place is ")
        .hasMessageContaining(", and weight is decimal(38,10)");
    assertThat(lake.letters()).isEmpty();
  }

  @Test
  void takesAQueryAndTheNameThatMySqlHasForIt() {
    String query =
        "(SELECT id, 'oslo' AS market, parcel AS parcel_id, event_time FROM parcels WHERE id < 3)"
            + " given";
    TableRange range = new TableRange(mySqlsUrl(), query, "id", 0, 10);

    LandingReport report = inNoZone().land(Parcels.order(range, Parcels.NO_ID));

    assertThat(report.landed()).isEqualTo(2);
    assertThat(spark.sql("SELECT max(event_time) FROM lake.raw.parcels").first().get(0))
        .hasToString("2026-03-01T10:00:00.123456Z");
  }

  @Test
  void landsARangeOnceAndGoesOnWithTheNext() {
    assertThat(inOslo().land(parcels(0, 2)).landed()).isEqualTo(1);
    assertThat(inOslo().land(parcels(0, 2)).snapshot()).isEmpty();
    assertThatThrownBy(() -> inOslo().land(parcels(1, 3)))
        .isInstanceOf(FreshetException.class)
        .extracting(failure -> ((FreshetException) failure).fault())
        .isEqualTo(Fault.CALLER);
    assertThat(inOslo().land(parcels(2, 3)).landed()).isEqualTo(1);

    assertThat(spark.table("lake.raw.parcels").count()).isEqualTo(2);
    assertThat(LandedFile.of(lake.table(Parcels.NAME).properties()).values())
        .extracting(LandedFile::name)
        .containsExactly(url() + "#parcels?id=0..3");
    assertThat(spark.sql("SELECT _offset FROM lake.raw.parcels ORDER BY 1").collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactly(1L, 2L);
  }

  @Test
  void readsEachRowOfARangeOnceAndNoneBesides() {
    long before = readRows();

    LandingReport report =
        inNoZone()
            .land(
                Parcels.order(new TableRange(url(), "many", "id", 20_000, 21_000), Parcels.NO_ID));

    assertThat(report.landed()).isEqualTo(1000);
    assertThat(
            spark
                .sql(
                    "SELECT count(DISTINCT parcel_id), min(_offset), max(_offset)"
                        + " FROM lake.raw.parcels")
                .first()
                .mkString(" "))
        .isEqualTo("1000 0 999");
    assertThat(readRows() - before).isBetween(1000L, 5000L);
  }

  @Test
  void saysWhoseFaultItIs() {
    assertThatThrownBy(() -> land("nothing", "id"))
        .hasMessageContaining("Cannot read nothing of jdbc:mariadb")
        .hasMessageContaining("doesn't exist")
        .extracting(failure -> ((FreshetException) failure).fault())
        .isEqualTo(Fault.CALLER);
    assertThatThrownBy(() -> land("parcels", "idd"))
        .hasMessageContaining("has no column idd, which --key names; did you mean id?");
    assertThatThrownBy(() -> land("parcels", "city"))
        .hasMessage("city of parcels is VARCHAR, and --key names a column of whole numbers");
  }

  private void land(String table, String key) {
    inOslo().land(Parcels.order(new TableRange(url(), table, key, 0, 10), Parcels.COLUMNS));
  }

  /** Handed out by the tables since the server began. */
  private static long readRows() {
    return Long.parseLong(
        mariaDb.ask(
            "SELECT sum(variable_value) FROM information_schema.global_status"
                + " WHERE variable_name IN ('HANDLER_READ_NEXT', 'HANDLER_READ_RND_NEXT')"));
  }

  private Landing inOslo() {
    return lake.landing(access(Optional.of("Europe/Oslo")), stage -> {});
  }

  private Landing inNoZone() {
    return lake.landing(access(Optional.empty()), stage -> {});
  }

  private static Order parcels(long from, long to) {
    return Parcels.order(new TableRange(url(), "parcels", "id", from, to), Parcels.COLUMNS);
  }

  private static String url() {
    return "jdbc:mariadb://127.0.0.1:%d/shop".formatted(mariaDb.port());
  }

  private static String mySqlsUrl() {
    return "jdbc:mysql://127.0.0.1:%d/shop?permitMysqlScheme".formatted(mariaDb.port());
  }

  private static JdbcAccess access(Optional<String> zone) {
    return new JdbcAccess(Optional.of("lander"), Optional.of("sesame"), zone, Optional.empty());
  }
}
