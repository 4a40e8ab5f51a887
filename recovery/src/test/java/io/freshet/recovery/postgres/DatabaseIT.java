package io.freshet.recovery.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.recovery.backup.Backups;
import io.freshet.recovery.backup.FolderStore;
import io.freshet.recovery.backup.NewBackup;
import io.freshet.recovery.backup.StoredBackup;
import io.freshet.testing.servers.RunningPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseIT {
  private static final String FOLDER = "databases/shop/";
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  /** One of each thing that a dump knows. */
  private static final String SHOP =
      """
      CREATE SCHEMA stock;
      CREATE SEQUENCE order_ids START 5 INCREMENT 5;
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'rows stay'; END $$;
      CREATE TABLE orders (
        order_id bigint PRIMARY KEY DEFAULT nextval('order_ids'),
        "The Name" text NOT NULL CHECK (length("The Name") > 1),
        price numeric(9, 2), made timestamptz, tags text[], raw bytea, doc jsonb,
        doubled bigint GENERATED ALWAYS AS (order_id * 2) STORED);
      CREATE INDEX by_price ON orders (price DESC) WHERE price > 1;
      CREATE TABLE stock.items (
        id int GENERATED ALWAYS AS IDENTITY, line serial, order_id bigint REFERENCES orders,
        UNIQUE (order_id, id));
      CREATE TABLE empty ();
      ALTER TABLE orders REPLICA IDENTITY FULL;
      CREATE TRIGGER stay BEFORE UPDATE ON orders FOR EACH STATEMENT EXECUTE FUNCTION refuse();
      CREATE VIEW dear AS SELECT order_id, price FROM orders WHERE price > 10;
      CREATE PUBLICATION steps FOR TABLE orders WITH (publish = 'insert');
      INSERT INTO orders ("The Name", price, made, tags, raw, doc) VALUES
        (E'tab\\there\\nline \\\\N', 12.50, '2026-11-29 10:00:00.123456+01',
          '{a,"b c",NULL}', '\\x00ff', '{"k": [1, null]}'),
        ('Ünï', NULL, NULL, NULL, NULL, NULL);
      INSERT INTO stock.items (order_id) VALUES (5), (10), (10);
      """;

  @TempDir static Path folder;

  private static RunningPostgres postgres;
  private static Databases databases;

  @BeforeAll
  static void start() throws Exception {
    postgres = RunningPostgres.start(folder);
    databases =
        new Databases(
            new PostgresSettings(
                "shop",
                "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.port()),
                "postgres",
                "postgres",
                "shop",
                Duration.ofSeconds(10)));
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void bringsBackWhatWasThereAndKeepsWhatCameBetween() throws Exception {
    make("shop", SHOP);
    StoredBackup backup = backup("shop");
    run("shop", "INSERT INTO orders (\"The Name\") VALUES ('later')");

    DatabaseRestore restore = new DatabaseRestore(databases);
    String loaded = restore.load("shop", backup, FOLDER);
    Optional<String> aside = restore.setAside("shop", "1");
    restore.putInPlace(loaded, "shop");

    assertThat(aside).contains("shop_before_1");
    assertThat(ask("shop_before_1", "select count(*) from orders")).isEqualTo("3");
    assertThat(ask("shop", "select count(*) from orders")).isEqualTo("2");
    // Every value of both, in any order; what a table has is its rows as text.
    String rows =
        "select string_agg(o::text, '|' order by order_id) from orders o where order_id < 15";
    assertThat(ask("shop", rows)).isEqualTo(ask("shop_before_1", rows));
    String items = "select string_agg(i::text, '|' order by id) from stock.items i";
    assertThat(ask("shop", items)).isEqualTo(ask("shop_before_1", items));
    try (Connection restored = databases.connect("shop");
        Connection before = databases.connect("shop_before_1")) {
      DatabaseSchema there = new SchemaReader(restored).read();
      DatabaseSchema was = new SchemaReader(before).read();
      assertThat(there.before()).isEqualTo(was.before());
      assertThat(there.after()).containsExactlyInAnyOrderElementsOf(was.after());
    }
    assertThat(ask("shop", "insert into orders (\"The Name\") values ('next') returning order_id"))
        .isEqualTo("15");
    assertThat(ask("shop", "insert into stock.items (order_id) values (5) returning id"))
        .isEqualTo("4");
    assertThatThrownBy(() -> run("shop", "UPDATE orders SET price = 1"))
        .hasMessageContaining("rows stay");
  }

  /**
   * What was handed out since the backup is in Kafka and with customers, where nothing is undone.
   */
  @Test
  void handsOutNoNumberAgainThatItPassesOver() throws Exception {
    make("desk", "CREATE SEQUENCE order_ids; SELECT setval('order_ids', 20)");
    StoredBackup backup = backup("desk");
    for (int order = 21; order <= 30; order++) {
      assertThat(ask("desk", "select nextval('order_ids')")).isEqualTo(Integer.toString(order));
    }

    DatabaseRestore restore = new DatabaseRestore(databases);
    String loaded = restore.load("desk", backup, FOLDER);
    assertThat(restore.passOver(loaded, "order_ids", 1_000)).isEqualTo(1_020);
    restore.setAside("desk", "1");
    restore.putInPlace(loaded, "desk");

    assertThat(ask("desk", "select nextval('order_ids')")).isEqualTo("1021");
  }

  @Test
  void passesOverWhatATableCounts() throws Exception {
    make(
        "schemas",
        "CREATE TABLE sequences (seqName text PRIMARY KEY, seqValue bigint NOT NULL);"
            + "INSERT INTO sequences VALUES ('contentId', 7), ('globalId', 9)");
    StoredBackup backup = backup("schemas");
    DatabaseRestore restore = new DatabaseRestore(databases);
    String loaded = restore.load("schemas", backup, FOLDER);

    restore.passOverCounted(loaded, "sequences", "seqvalue", 1_000);

    assertThat(
            ask(loaded, "select string_agg(seqValue::text, ',' order by seqName) from sequences"))
        .isEqualTo("1007,1009");
  }

  @Test
  void saysWhichNumbersItDoesNotKnow() throws Exception {
    make("counter", "CREATE TABLE t (a int)");
    StoredBackup backup = backup("counter");
    DatabaseRestore restore = new DatabaseRestore(databases);
    String loaded = restore.load("counter", backup, FOLDER);

    assertThatThrownBy(() -> restore.passOver(loaded, "order_ids", 1))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith(
            "Cannot let order_ids of database counter_restoring go on: ERROR: relation"
                + " \"order_ids\" does not exist");
  }

  @Test
  void refusesWhatItWouldNotHold() throws Exception {
    make("odd", "CREATE TYPE mood AS ENUM ('glad'); CREATE TABLE t (m mood)");

    assertThatThrownBy(() -> backup("odd"))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "Database odd has what a backup would not hold: type mood; back it up with pg_dump, and"
                + " leave it out with --only");
  }

  @Test
  void leavesNothingToSeeOfALoadThatFails() throws Exception {
    make("broken", "CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)");
    StoredBackup backup = backup("broken");
    new FolderStore(folder.resolve("backups/broken"))
        .delete(backup.manifest().id() + "/" + FOLDER + "public.t.copy.gz");

    assertThat(backup.faults()).singleElement().asString().contains("public.t.copy.gz");
    assertThatThrownBy(() -> new DatabaseRestore(databases).load("broken", backup, FOLDER))
        .isInstanceOf(IOException.class);
    assertThat(ask("broken", "select count(*) from t")).isEqualTo("2");
  }

  private static StoredBackup backup(String database) throws Exception {
    FolderStore store = new FolderStore(folder.resolve("backups").resolve(database));
    NewBackup backup = new NewBackup(store, NOON);
    new DatabaseDump(databases).write(database, backup, FOLDER);
    backup.finish(NOON);
    StoredBackup stored = new Backups(store).require("latest");
    assertThat(stored.faults()).isEmpty();
    assertThat(DatabaseRestore.faults(stored, FOLDER)).isEmpty();

    return stored;
  }

  private static void make(String database, String sql) throws SQLException {
    databases.create(database);
    run(database, sql);
  }

  private static void run(String database, String sql) throws SQLException {
    try (Connection connection = databases.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(String database, String sql) throws SQLException {
    try (Connection connection = databases.connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();

      return row.getString(1);
    }
  }
}
