package io.freshet.warehouse.snowflake.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Change;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.snowflake.SnowflakeSettings;
import io.freshet.warehouse.snowflake.emulation.SnowflakeEmulator;
import io.freshet.warehouse.snowflake.script.Account;
import io.freshet.warehouse.snowflake.script.AccountScript;
import io.freshet.warehouse.snowflake.script.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the emulator can run of our statements, through Snowflake's own driver. */
class EmulatorIT {
  private static SnowflakeEmulator emulator;

  @BeforeAll
  static void start() {
    emulator = SnowflakeEmulator.start();
  }

  @AfterAll
  static void stop() {
    emulator.close();
  }

  @Test
  void makesWhatIsMissingOnceAndChangesNothingTheSecondTime() throws Exception {
    try (SnowflakeAccount account = open("TWICE")) {
      List<Change> first = plan(account, "TWICE");
      assertThat(first).extracting(Change::action).containsOnly(Change.Action.CREATE);

      first.forEach(change -> change.step().run());

      assertThat(plan(account, "TWICE"))
          .hasSameSizeAs(first)
          .extracting(Change::action)
          .containsOnly(Change.Action.NONE);
    }
  }

  @Test
  void addsAColumnThatAContractHasGained() throws Exception {
    try (SnowflakeAccount account = applied("GAINED")) {
      account.run("ALTER TABLE GAINED.LANDED.DASHER_PINGS DROP COLUMN ACCURACY_METERS");

      List<Change> changes = changes(account, "GAINED");

      assertThat(changes)
          .singleElement()
          .satisfies(
              change -> {
                assertThat(change.action()).isEqualTo(Change.Action.UPDATE);
                assertThat(change.resource()).isEqualTo("table GAINED.LANDED.DASHER_PINGS");
                assertThat(change.detail()).isEqualTo("add ACCURACY_METERS");
              });
      changes.forEach(change -> change.step().run());
      assertThat(changes(account, "GAINED")).isEmpty();
    }
  }

  @Test
  void refusesAColumnOfAnotherType() throws Exception {
    try (SnowflakeAccount account = applied("OTHER_TYPE")) {
      account.run("ALTER TABLE OTHER_TYPE.LANDED.MARKETS DROP COLUMN NAME");
      account.run("ALTER TABLE OTHER_TYPE.LANDED.MARKETS ADD COLUMN NAME NUMBER(10,0)");

      assertThat(changes(account, "OTHER_TYPE"))
          .singleElement()
          .satisfies(
              change -> {
                assertThat(change.action()).isEqualTo(Change.Action.REFUSE);
                assertThat(change.detail())
                    .isEqualTo("NAME is NUMBER(10,0) there and VARCHAR in the contract");
              });
    }
  }

  @Test
  void refusesAnObjectThatOtherSettingsHaveMade() throws Exception {
    try (SnowflakeAccount account = applied("OTHER_FORMAT")) {
      account.run(
          "CREATE OR REPLACE FILE FORMAT OTHER_FORMAT.LANDED.LANDED_PARQUET TYPE = PARQUET"
              + " COMMENT = 'Parquet [freshet:0123456789]'");

      assertThat(changes(account, "OTHER_FORMAT"))
          .singleElement()
          .satisfies(change -> assertThat(change.action()).isEqualTo(Change.Action.REFUSE));
    }
  }

  @Test
  void mergesWhatHasLandedIntoATable() throws Exception {
    try (SnowflakeAccount account = applied("MERGED")) {
      account.run("CREATE TABLE MERGED.RAW.NEWEST (MARKET VARCHAR, NAME VARCHAR)");
      account.run("INSERT INTO MERGED.RAW.NEWEST VALUES ('sf', 'Old')");
      for (String row : List.of("'sf', 'San', 1", "'sf', 'San Francisco', 2", "'ny', 'York', 3")) {
        account.run(
            "INSERT INTO MERGED.LANDED.MARKETS (MARKET, NAME, TIME_ZONE, CURRENCY, LATITUDE,"
                + " LONGITUDE, EVENT_TIME, _SOURCE, _STREAM_PARTITION, _RECEIVED_AT, _OFFSET)"
                + " VALUES (%s, 'UTC', 'USD', 1, 1, '2026-01-01'::TIMESTAMP_LTZ, 0, 0,"
                    .formatted(row.substring(0, row.lastIndexOf(',')))
                + " '2026-01-01'::TIMESTAMP_LTZ, %s)"
                    .formatted(row.substring(row.lastIndexOf(',') + 1)));
      }

      account.run(
          """
          MERGE INTO MERGED.RAW.NEWEST n USING MERGED.LANDED.MARKETS_LATEST l
          ON n.MARKET = l.MARKET
          WHEN MATCHED THEN UPDATE SET NAME = l.NAME
          WHEN NOT MATCHED THEN INSERT (MARKET, NAME) VALUES (l.MARKET, l.NAME)""");

      assertThat(account.ask("SELECT MARKET, NAME FROM MERGED.RAW.NEWEST ORDER BY MARKET"))
          .containsExactly(
              Map.of("market", "ny", "name", "York"),
              Map.of("market", "sf", "name", "San Francisco"));
    }
  }

  @Test
  void saysThatNobodyAnswers() {
    SnowflakeSettings nobody =
        Account.settings(
            Map.of("snowflake.url", "http://127.0.0.1:9", "snowflake.emulator", "true"));

    assertThatThrownBy(() -> SnowflakeAccount.open(nobody, Map.of()))
        .isInstanceOfSatisfying(
            FreshetException.class,
            failure -> assertThat(failure.fault()).isEqualTo(Fault.DEPENDENCY))
        .hasMessageStartingWith("Snowflake at http://127.0.0.1:9 does not answer: ");
  }

  private static SnowflakeAccount open(String database) {
    return SnowflakeAccount.open(emulator.settings(database), Map.of());
  }

  private static SnowflakeAccount applied(String database) {
    SnowflakeAccount account = open(database);
    plan(account, database).forEach(change -> change.step().run());

    return account;
  }

  private static List<Change> plan(SnowflakeAccount account, String database) {
    List<Statement> statements =
        AccountScript.of(Account.projectContracts(), emulator.settings(database))
            .statements()
            .stream()
            .filter(statement -> statement.kind().runsOnEmulator())
            .toList();

    return new AccountPlanner(account).plan(statements);
  }

  private static List<Change> changes(SnowflakeAccount account, String database) {
    return plan(account, database).stream()
        .filter(change -> change.action() != Change.Action.NONE)
        .toList();
  }
}
