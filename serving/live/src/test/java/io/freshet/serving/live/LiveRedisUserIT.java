package io.freshet.serving.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.order.Version;
import io.freshet.testing.servers.SecuredRedis;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.websocket.client.WebSocketClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A live server on a real Redis by TLS, as the user that the README names. */
class LiveRedisUserIT {
  private static final String USER = "live";
  private static final String PASSWORD = "a-password-of-the-tests";
  private static final OrderKey ORDER = new OrderKey("secured", 1);

  /** So that what is told is seen before what is read again. */
  private static final Map<String, String> RARELY_HEALS = Map.of("live.heal-every", "1m");

  @TempDir private static Path folder;
  private static SecuredRedis redis;

  @BeforeAll
  static void start() {
    redis = SecuredRedis.start(folder);
    redis.letIn(USER, PASSWORD, SecuredRedis.rulesOf(USER, Path.of("README.md")));
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  private static Live live(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(redis.settings(USER, PASSWORD));
    settings.putAll(more);

    return Live.start(Settings.of(settings), HttpClient.newHttpClient(), settings);
  }

  private static void write(Version version) {
    String document = OrderWriter.document(ORDER, version, "ready");
    Object unused = redis.ask("SET", ORDER.redisName(), document);
    unused = redis.ask("SPUBLISH", ORDER.redisName(), document);
  }

  @Test
  void readsAndHearsWhatOrdersDo() throws Exception {
    WebSocketClient sockets = Sockets.open();
    try (Live live = live(RARELY_HEALS)) {
      write(new Version(1, 10));
      SocketWatcher watcher = SocketWatcher.connect(sockets, live.webSocket(ORDER));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> watcher.told().version().equals(new Version(1, 10)));
      write(new Version(2, 20));

      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> watcher.told().version().equals(new Version(2, 20)));
    } finally {
      sockets.stop();
    }
  }

  @Test
  void saysThatItBelievesNoRedisOfAnotherName() {
    assertThatThrownBy(() -> live(Map.of("redis.host", "127.0.0.1")))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("Redis at 127.0.0.1:")
        .hasMessageContaining("is not believed:")
        .hasMessageEndingWith(
            "check redis.tls, that tls.ca vouches for its certificate, and the name in that");
  }

  @Test
  void saysThatItsPasswordIsWrong() {
    assertThatThrownBy(() -> live(Map.of("redis.password", "another")))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("refuses us: WRONGPASS");
  }

  @Test
  void mayWriteNoOrder() {
    assertThat(redis.mayDo(USER, "SET", ORDER.redisName(), "x")).contains("no permissions");
    assertThat(redis.mayDo(USER, "EVAL", "return 1", "1", ORDER.redisName()))
        .contains("no permissions");
    assertThat(redis.mayDo(USER, "SET", "trace:{m:1}", "x")).contains("no permissions");
    assertThat(redis.mayDo(USER, "MGET", "trace:{m:1}")).isEqualTo("OK");
    assertThat(redis.mayDo(USER, "HSET", "menu:m:1", "version", "1")).isEqualTo("OK");
  }
}
