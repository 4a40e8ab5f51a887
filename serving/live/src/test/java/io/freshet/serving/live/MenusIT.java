package io.freshet.serving.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.freshet.core.toolkit.Settings;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Menus with a real Postgres and a real Redis, while these are slow, killed and back. */
class MenusIT {
  @RegisterExtension
  static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.POSTGRES, Part.REDIS);

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int READERS = 300;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** After Postgres is back: a try each second, a question, and some for a busy machine. */
  private static final Duration CONVERGED = Duration.ofSeconds(10);

  private static final Map<String, String> QUICKLY_OLD =
      Map.of("live.menu-fresh", "1s", "live.menu-stale", "2s");

  /** So that whatever is newer has been heard of. */
  private static final Map<String, String> NEVER_OLD =
      Map.of("live.menu-fresh", "1h", "live.menu-stale", "2h");

  private final List<Live> servers = new ArrayList<>();
  private final String database = platform.uniqueName("menus");
  private final String market = platform.uniqueName("m");
  private final MenuClient menu = new MenuClient(HTTP, market, 7);

  @AfterEach
  void stop() {
    servers.forEach(Live::close);
    heal();
  }

  @Test
  void hundredsWhoAskForOneMenuAtOnceAskASlowDatabaseOncePerServer() throws SQLException {
    Map<String, String> patient = Map.of("live.menu-patience", "10s");
    Live one = start(patient);
    Live other = start(patient);
    execute("insert into menus values ('%s', 7, 3, '{}')".formatted(market));
    // Each row that is read takes a second, and is counted.
    execute(
        """
        alter table menus rename to true_menus;
        create sequence questions;
        create function asked() returns boolean language plpgsql volatile as $$
          begin perform nextval('questions'), pg_sleep(1); return true; end $$;
        create view menus as select * from true_menus where asked()""");

    List<CompletableFuture<MenuClient.Answer>> asked = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      asked.add(menu.ask(one));
      asked.add(menu.ask(other));
    }

    assertThat(asked.stream().map(CompletableFuture::join))
        .allSatisfy(answer -> assertThat(answer.version()).isEqualTo(3));
    for (Live each : servers) {
      assertThat(each.metric("freshet_live_menu_queries_total")).isLessThanOrEqualTo(1);
    }
    assertThat(number("select last_value from questions"))
        .isEqualTo(Math.round(questions()))
        .isBetween(1L, 2L);
    assertThat(menu.read(one).version()).isEqualTo(3);
    assertThat(questions()).as("also after that").isLessThanOrEqualTo(2);
  }

  @Test
  void whileTheDatabaseIsAwayMenusAreToldWithTheirAgeAndConvergeAfter() {
    Live one = start(QUICKLY_OLD);
    Live other = start(QUICKLY_OLD);
    assertThat(menu.create(one, "{\"soup\": 1}").status()).isEqualTo(201);
    assertThat(menu.read(other).version()).isEqualTo(1);

    platform.kill(Part.POSTGRES);

    for (Live each : List.of(one, other)) {
      eventually(() -> assertIsOld(menu.read(each)));
    }
    assertThat(menu.replace(one, 1, "{}").status()).isEqualTo(503);
    assertThat(new MenuClient(HTTP, market, 8).read(one).status()).isEqualTo(503);
    Live late = start(QUICKLY_OLD); // it knows what Redis has
    assertIsOld(menu.read(late));

    platform.kill(Part.REDIS);

    for (Live each : servers) {
      assertIsOld(menu.read(each));
    }

    heal();
    eventually(() -> assertThat(menu.replace(one, 1, "{\"soup\": 2}").version()).isEqualTo(2));
    await()
        .atMost(CONVERGED)
        .untilAsserted(
            () -> {
              for (Live each : servers) {
                MenuClient.Answer answer = menu.read(each);
                assertThat(answer.version()).isEqualTo(2);
                assertThat(answer.isStale()).isFalse();
                assertThat(answer.body().path("menu").path("soup").asInt()).isEqualTo(2);
              }
            });
    for (int i = 0; i < 50; i++) {
      assertThat(menu.read(servers.get(i % servers.size())).version()).isEqualTo(2);
    }
  }

  @Test
  void aChangeIsHeardByServersWhoseCopyWouldBeFreshForLong() throws SQLException {
    Live one = start(NEVER_OLD);
    Live other = start(NEVER_OLD);
    eventually(() -> assertThat(listeners()).isEqualTo(2));
    menu.create(one, "{}");
    assertThat(menu.read(other).version()).isEqualTo(1);

    menu.replace(one, 1, "{\"a\": 1}");

    eventually(() -> assertThat(menu.read(other).version()).isEqualTo(2));
    assertThat(menu.read(one).version()).isEqualTo(2);

    execute(
        "update menus set version = 9, document = '{\"a\": 2}' where market = '%s'"
            .formatted(market));

    for (Live each : servers) {
      eventually(() -> assertThat(menu.read(each).version()).isEqualTo(9));
    }
  }

  @Test
  void anUnheardChangeIsFoundWithinTheTimePromised() throws SQLException {
    Live live = start(QUICKLY_OLD);
    eventually(() -> assertThat(listeners()).isEqualTo(1));
    menu.create(live, "{}");
    eventually(() -> assertThat(live.metric("freshet_live_menu_hints_total")).isEqualTo(1));
    execute("drop trigger menus_are_told on menus");

    execute("update menus set version = 2 where market = '%s'".formatted(market));

    await()
        .atMost(CONVERGED)
        .untilAsserted(() -> assertThat(menu.read(live).version()).isEqualTo(2));
    assertThat(live.metric("freshet_live_menu_hints_total")).isEqualTo(1);
  }

  @Test
  void serversShareWhatOneHasAsked() {
    Live one = start(NEVER_OLD);
    Live other = start(NEVER_OLD);
    menu.create(one, "{\"a\": 1.50}");
    RedisURI uri =
        RedisURI.create(
            platform.settings().text("redis.host"), platform.settings().integer("redis.port", 0));
    try (RedisClient redis = RedisClient.create(uri);
        StatefulRedisConnection<String, String> connection = redis.connect()) {
      String key = "menu:%s:7".formatted(market);
      eventually(() -> assertThat(connection.sync().hget(key, "version")).isEqualTo("1"));
    }

    assertThat(menu.read(other).version()).isEqualTo(1);
    assertThat(menu.read(other).body().path("menu")).hasToString("{\"a\":1.5}");
    assertThat(other.metric("freshet_live_menu_queries_total")).isZero();
    assertThat(one.metric("freshet_live_menu_queries_total")).isZero();
  }

  @Test
  void noWriterTakesAVersionBackNorAMenuAway() throws SQLException {
    Live live = start(Map.of());
    menu.create(live, "{}");
    menu.replace(live, 1, "{}");

    for (String sql :
        List.of(
            "update menus set document = '{}'",
            "update menus set version = 1",
            "update menus set restaurant_id = 8, version = 3",
            "delete from menus",
            "truncate menus")) {
      assertThatThrownBy(() -> execute(sql)).as(sql).isInstanceOf(SQLException.class);
    }
    assertThat(menu.replace(live, 2, "{\"\": \"\\u0000\"}").status()).isEqualTo(422);
    assertThat(menu.replace(live, 2, "{\"\": 1e131071, \"a\": 1e131072}").status()).isEqualTo(422);
    assertThat(menu.read(live).version()).isEqualTo(2);
  }

  private static void assertIsOld(MenuClient.Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.version()).isEqualTo(1);
    assertThat(answer.isStale()).isTrue();
    assertThat(answer.age()).isGreaterThanOrEqualTo(2);
    assertThat(answer.body().path("age_seconds").asLong()).isEqualTo(answer.age());
    assertThat(answer.body().path("menu").path("soup").asInt()).isEqualTo(1);
  }

  private Live start(Map<String, String> more) {
    Settings settings = platform.settings();
    Map<String, String> values = new HashMap<>(more);
    for (String key : List.of("postgres.url", "postgres.user", "postgres.password")) {
      values.put(key, settings.text(key));
    }
    values.put("live.database", database);
    Live live = Live.start(settings, HTTP, values);
    servers.add(live);

    return live;
  }

  private double questions() {
    return servers.stream()
        .mapToDouble(each -> each.metric("freshet_live_menu_queries_total"))
        .sum();
  }

  private long listeners() throws SQLException {
    return number(
        "select count(*) from pg_stat_activity where query = 'LISTEN menus'"
            + " and datname = current_database()");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();

      return row.getLong(1);
    }
  }

  private Connection connect() throws SQLException {
    Settings settings = platform.settings();

    return DriverManager.getConnection(
        settings.text("postgres.url").replaceFirst("/[^/]*$", "/" + database),
        settings.text("postgres.user"),
        settings.text("postgres.password"));
  }

  /** Postgres does not start as long as backends of the one that was killed are ending. */
  private static void heal() {
    await().atMost(PATIENCE).ignoreExceptions().until(() -> platform.heal() != null);
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
  }
}
