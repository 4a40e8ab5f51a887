package io.freshet.serving.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.core.toolkit.Settings;
import io.freshet.testing.servers.SecuredRedis;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real Redis by TLS, as the user that the README names. */
class RedisReaderIT {
  private static final String USER = "console";
  private static final String PASSWORD = "a password of the tests";

  @TempDir static Path folder;
  private static SecuredRedis redis;

  @BeforeAll
  static void start() {
    redis = SecuredRedis.start(folder);
    redis.letIn(USER, PASSWORD, SecuredRedis.rulesOf(USER, Path.of("README.md")));
    for (int order = 0; order < 1_200; order++) {
      redis.ask("SET", "eta:{boston:" + order + "}", "order " + order);
    }
    redis.ask("SET", "menu:boston:1", "not to be read");
    redis.ask("RPUSH", "eta:{boston:list}", "no text");
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  private static RedisAccess asReader() {
    return new RedisAccess(RedisSettings.from(Settings.of(redis.settings(USER, PASSWORD))));
  }

  @Test
  void readsTextsAndNamesWithinBounds() {
    try (RedisReader reader = new RedisReader(asReader())) {
      assertThat(reader.read("eta:{boston:7}")).contains("order 7");
      assertThat(reader.read(List.of("eta:{boston:list}", "eta:{boston:no}", "eta:{boston:8}")))
          .containsExactly(Optional.empty(), Optional.empty(), Optional.of("order 8"));
      assertThat(reader.names("eta:{boston:*", 100_000, 5_000).names()).hasSize(1_201);
      assertThat(reader.names("eta:{boston:*", 100_000, 5_000).isWhole()).isTrue();
      assertThat(reader.names("eta:{boston:*", 100_000, 100).names()).hasSize(100);
      assertThat(reader.names("eta:{boston:*", 100_000, 100).isWhole()).isFalse();
      assertThat(reader.names("eta:{boston:*", 500, 5_000).isWhole()).isFalse();
      assertThat(reader.names("eta:{tokyo:*", 100_000, 100).names()).isEmpty();
    }
  }

  @Test
  void readsNothingBeyondWhatItsUserMay() {
    try (RedisReader reader = new RedisReader(asReader())) {
      assertThatThrownBy(() -> reader.read("menu:boston:1"))
          .isInstanceOf(FreshetException.class)
          .hasMessageContaining("refuses to be read: NOPERM");
    }
    try (RedisReader reader = new RedisReader(asReader().as(USER, "another"))) {
      assertThatThrownBy(() -> reader.read("eta:{boston:7}"))
          .isInstanceOf(FreshetException.class)
          .hasMessageContaining("WRONGPASS");
    }
  }

  @Test
  void saysWhereNobodyAnswers() {
    RedisAccess nowhere = new RedisAccess(RedisSettings.server("127.0.0.1", 1, ""));
    try (RedisReader reader = new RedisReader(nowhere)) {
      assertThatThrownBy(() -> reader.read("eta:{boston:7}"))
          .isInstanceOf(FreshetException.class)
          .hasMessageContaining("Redis at 127.0.0.1:1 can't be read");
    }
  }
}
