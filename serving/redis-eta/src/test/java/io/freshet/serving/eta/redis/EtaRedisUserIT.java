package io.freshet.serving.eta.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.core.toolkit.Settings;
import io.freshet.testing.servers.SecuredRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Job and repairs on a real Redis by TLS, each as the user that the README names. */
class EtaRedisUserIT {
  private static final Path README = Path.of("README.md");
  private static final String PASSWORD = "a-password-of-the-tests";
  private static final String DOCUMENT = "{\"order_version\":1,\"event_time_ms\":1000}";

  @TempDir private static Path folder;
  private static SecuredRedis redis;

  @BeforeAll
  static void start() {
    redis = SecuredRedis.start(folder);
    for (String user : List.of("eta", "operator")) {
      redis.letIn(user, PASSWORD, SecuredRedis.rulesOf(user, README));
    }
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  private static RedisTarget as(String user) {
    return new RedisTarget(
        RedisSettings.from(Settings.of(redis.settings(user, PASSWORD))), 10, Duration.ZERO);
  }

  private static void write(String user, String key) throws Exception {
    try (RedisWrites writes =
        new RedisWrites(
            as(user),
            new RedisWrites.Counts() {
              @Override
              public void written() {}

              @Override
              public void stale() {}

              @Override
              public void refused() {
                throw new AssertionError("A write was left out");
              }
            })) {
      writes.add(new RedisWrite(key, 1, 1_000, 60_000, key, DOCUMENT));
      writes.flush();
    }
  }

  @Test
  void theJobWritesItsDocumentsAndTellsOfThem() throws Exception {
    write("eta", RedisKeys.order("m", 1));
    write("eta", RedisKeys.dasher("m", 1));
    write("eta", RedisKeys.trace("m", 1));
    write("eta", RedisKeys.supply("m"));
    write("eta", RedisKeys.HEARTBEAT);

    assertThat(redis.ask("GET", RedisKeys.order("m", 1))).isEqualTo(DOCUMENT);
  }

  @Test
  void theJobWritesNothingElse() {
    assertThatThrownBy(() -> write("eta", "menu:m:1"))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("does not take our writes");
  }

  @Test
  void repairsReadAndTakeAway() throws Exception {
    String key = RedisKeys.dasher("m", 7);
    write("operator", key);
    try (RedisDocuments documents = RedisDocuments.connect(as("operator"))) {
      List<String> keys = new ArrayList<>();
      documents.keysOfDasher(7, keys::add);

      assertThat(keys).contains(key);
      assertThat(documents.read(List.of(key))).containsExactly(Optional.of(DOCUMENT));
      assertThat(documents.replace(key, DOCUMENT, "{}")).isTrue();
      assertThat(documents.remove(key)).isTrue();
    }
  }
}
