package io.freshet.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.CommandRun;
import io.freshet.testing.servers.RunningPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases of an installation by the commands: backed up, gone on with, restored. */
class RestoreIT {
  private static final String PARTS = "registry,orders,live";

  @TempDir static Path folder;

  private static RunningPostgres postgres;
  private static Path profile;
  private static CommandRun restored;

  @BeforeAll
  static void restoreWhatWasBackedUp() throws Exception {
    postgres = RunningPostgres.start(folder);
    for (String database : PARTS.split(",", -1)) {
      postgres.ask("CREATE DATABASE " + database);
    }
    run("orders", "CREATE SEQUENCE order_ids; SELECT setval('order_ids', 20)");
    run("registry", "CREATE TABLE sequences (seqName text PRIMARY KEY, seqValue bigint NOT NULL)");
    run("registry", "INSERT INTO sequences VALUES ('contentId', 7)");
    run("live", "CREATE TABLE menus (restaurant_id bigint PRIMARY KEY, version bigint NOT NULL)");
    run("live", "INSERT INTO menus VALUES (5, 3)");
    profile = folder.resolve("profile.yaml");
    Files.writeString(
        profile,
        """
        postgres.url: jdbc:postgresql://127.0.0.1:%d/postgres
        postgres.user: postgres
        postgres.password: not-asked-for
        """
            .formatted(postgres.port()));
    Path backups = folder.resolve("backups");
    CommandRun written = freshet("backup", "--to", backups.toString(), "--only", PARTS);
    assertThat(written.exitCode()).as(written.err()).isZero();
    run("orders", "SELECT nextval('order_ids')");
    run("live", "UPDATE menus SET version = 4");

    restored = freshet("restore", backups + "/latest", "--only", PARTS);
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void saysWhatItHasDone() {
    assertThat(restored.exitCode()).as(restored.err()).isZero();
    assertThat(restored.out())
        .containsPattern("orders: orders are numbered on from 36\\d{6}: up to it a number may be")
        .containsPattern("registry: 3,[6-9]\\d\\d numbers of schemas are left out");
  }

  /** Order 21 is in Kafka, and its customer holds a token for it. */
  @Test
  void handsOutNoOrdersNumberAgain() throws Exception {
    assertThat(ask("orders", "SELECT nextval('order_ids')")).isGreaterThan(36_000_020);
  }

  /** Schema 8 is in records of Kafka. */
  @Test
  void handsOutNoSchemasNumberAgain() throws Exception {
    assertThat(ask("registry", "SELECT seqValue FROM sequences")).isGreaterThanOrEqualTo(3_607);
  }

  @Test
  void bringsMenusBack() throws Exception {
    assertThat(ask("live", "SELECT version FROM menus")).isEqualTo(3);
  }

  private static CommandRun freshet(String... words) {
    return CommandRun.of(words).with("--profile", profile.toString()).run();
  }

  private static void run(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long ask(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();

      return row.getLong(1);
    }
  }

  private static Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(postgres.port(), database),
        "postgres",
        "not-asked-for");
  }
}
