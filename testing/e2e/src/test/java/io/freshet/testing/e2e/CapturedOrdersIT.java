package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.assurance.prove.Proof;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.Modules;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.ServerProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The orders of a Postgres database in the lake: Trino reads what the database has, row by row,
 * after capture, writer and database were killed while orders changed.
 */
@FullOnly
class CapturedOrdersIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(
          Part.KAFKA, Part.S3, Part.POSTGRES, Part.REGISTRY, Part.CATALOG, Part.TRINO);

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Path CONTRACTS = Path.of("src/test/resources/captured");
  private static final String QUESTION = "select order_id, state, total_minor from %s";
  private static final int ORDERS = 300;
  private static final int CHANGES = 400;

  @TempDir private Path folder;
  private final Random random = Seed.chosen().random();
  private final String database = platform.uniqueName("shop");
  private WriterPool pool;
  private Contract orders;
  private ServerProcess capture;

  @BeforeEach
  void start() throws Exception {
    try (Connection server = postgres("postgres");
        Statement statement = server.createStatement()) {
      statement.execute("create database " + database);
    }
    execute(
        "create table orders (order_id bigint primary key, state text not null,"
            + " total_minor bigint not null, currency text not null default 'EUR', notes text)",
        "alter table orders replica identity full",
        "insert into orders select i, 'created', i from generate_series(1, 200) i");
    pool = WriterPool.of(platform, CONTRACTS, List.of("shop_orders"));
    pool.start();
    orders = pool.contract("shop_orders");
    capture = capture();
  }

  @AfterEach
  void stop() throws Exception {
    if (capture != null) {
      capture.close();
    }
    if (pool != null) {
      pool.close();
    }
  }

  @Test
  void trinoReadsWhatTheDatabaseHas() throws Exception {
    assertSame();
    change();
    capture.kill();
    change();
    capture = capture();
    change();
    pool.killTaskManager();
    change();
    platform.heal();
    platform.kill(Part.POSTGRES);
    platform.heal();
    change();
    execute(
        "update orders set order_id = order_id + 10000 where order_id % 7 = 0",
        "delete from orders where order_id % 11 = 0");
    assertSame();

    Proof proof = pool.prove(orders);
    assertThat(proof.findings()).isEmpty();
    assertThat(proof.totals().removed()).isPositive();
    Toll.of(pool).tell("capture, TaskManager, database killed", 3, proof);
  }

  /** Orders come, change and go, some of them several in a transaction. */
  private void change() throws SQLException {
    try (Connection shop = postgres(database);
        Statement statement = shop.createStatement()) {
      shop.setAutoCommit(false);
      for (int i = 0; i < CHANGES; i++) {
        int order = 1 + random.nextInt(ORDERS);
        statement.execute(
            switch (random.nextInt(4)) {
              case 0 -> "delete from orders where order_id = " + order;
              case 1 ->
                  "update orders set state = 'paid', notes = repeat('x', 9000) where order_id = "
                      + order;
              default ->
                  """
                  insert into orders values (%d, 'created', %d) on conflict (order_id)
                  do update set total_minor = excluded.total_minor, state = 'changed'"""
                      .formatted(order, random.nextInt(100_000));
            });
        if (random.nextInt(5) == 0) {
          shop.commit();
        }
      }
      shop.commit();
    }
  }

  private void assertSame() throws Exception {
    Map<Long, String> expected;
    try (Connection shop = postgres(database)) {
      expected = rows(shop, QUESTION.formatted("orders"));
    }
    assertThat(expected).isNotEmpty();
    try (Connection trino = trino()) {
      await("the database's rows")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(2))
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(rows(trino, QUESTION.formatted(TableLayout.name(orders))))
                      .isEqualTo(expected));
    }
  }

  private static Map<Long, String> rows(Connection connection, String question)
      throws SQLException {
    Map<Long, String> rows = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(question)) {
      while (answer.next()) {
        String former = rows.put(answer.getLong(1), answer.getString(2) + " " + answer.getLong(3));
        assertThat(former).as("another row of order %d", answer.getLong(1)).isNull();
      }
    }

    return rows;
  }

  private ServerProcess capture() {
    Settings settings = platform.settings();
    Map<String, String> profile = new HashMap<>();
    for (String key :
        List.of(
            "kafka.bootstrap",
            "kafka.max-replicas",
            "registry.url",
            "capture.user",
            "capture.password")) {
      profile.put(key, settings.text(key));
    }
    profile.put("contracts.path", pool.contractsFolder().toString());
    profile.put("capture.url", url(database));
    profile.put("capture.name", database);
    profile.put("capture.port", "0");

    return ServerProcess.start(
        "io.freshet.ingestion.capture.CaptureServer",
        Modules.around(Path.of(""), System.getenv()).classPath("ingestion/change-capture"),
        "192m",
        folder,
        profile);
  }

  private void execute(String... statements) throws SQLException {
    try (Connection shop = postgres(database);
        Statement statement = shop.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private static Connection postgres(String name) throws SQLException {
    Settings settings = platform.settings();

    return DriverManager.getConnection(
        url(name), settings.text("capture.user"), settings.text("capture.password"));
  }

  private static String url(String name) {
    return platform.settings().text("capture.url").replaceFirst("/[^/]*$", "/" + name);
  }

  private static Connection trino() throws SQLException {
    Properties user = new Properties();
    user.setProperty("user", platform.settings().text("trino.user"));

    return DriverManager.getConnection(
        "jdbc:trino://%s:%s/lake"
            .formatted(
                platform.settings().text("trino.host"), platform.settings().text("trino.port")),
        user);
  }
}
