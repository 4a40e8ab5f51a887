package io.freshet.core.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.RedisSettings;
import io.freshet.core.toolkit.RedisSettings.Node;
import io.freshet.core.toolkit.Settings;
import io.freshet.testing.servers.SecuredRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Both libraries on a real Redis that asks who comes and speaks TLS. */
class SecuredRedisIT {
  private static final String USER = "reader";
  private static final String PASSWORD = "a-password-of-the-tests";

  @TempDir private static Path folder;
  private static SecuredRedis redis;

  @BeforeAll
  static void start() {
    redis = SecuredRedis.start(folder);
    redis.letIn(USER, PASSWORD, "on ~order:* +get +ping");
    Object unused = redis.ask("SET", "order:1", "ready");
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  private static RedisSettings settings() {
    return changed(given -> given);
  }

  private static RedisSettings changed(UnaryOperator<Map<String, String>> change) {
    return RedisSettings.from(
        Settings.of(change.apply(new HashMap<>(redis.settings(USER, PASSWORD)))));
  }

  private static RedisSettings with(String key, String value) {
    return changed(
        given -> {
          given.put(key, value);
          return given;
        });
  }

  private static RedisSettings withoutAuthority() {
    return changed(
        given -> {
          given.remove("tls.ca");
          return given;
        });
  }

  private static String byJedis(RedisSettings settings, String key) {
    Node node = settings.nodes().get(0);
    try (Jedis jedis =
        new Jedis(
            new HostAndPort(node.host(), node.port()), JedisClients.config(settings).build())) {
      return jedis.get(key);
    }
  }

  private static String byLettuce(RedisSettings settings, String key) {
    try (RedisClient client =
        RedisClient.create(LettuceClients.address(settings, settings.nodes().get(0)).build())) {
      client.setOptions(LettuceClients.options(settings).build());
      try (StatefulRedisConnection<String, String> connection = client.connect()) {
        return connection.sync().get(key);
      }
    }
  }

  @Test
  void comesAsItsUserByTls() {
    assertThat(byJedis(settings(), "order:1")).isEqualTo("ready");
    assertThat(byLettuce(settings(), "order:1")).isEqualTo("ready");
  }

  @Test
  void mayDoWhatItsUserMay() {
    assertThatThrownBy(() -> byJedis(settings(), "menu:1"))
        .isInstanceOf(JedisDataException.class)
        .hasMessageStartingWith("NOPERM");
    assertThatThrownBy(() -> byLettuce(settings(), "menu:1"))
        .isInstanceOf(RedisException.class)
        .hasMessageStartingWith("NOPERM");
  }

  @Test
  void believesNoRedisThatNobodyVouchesFor() {
    assertThatThrownBy(() -> byJedis(withoutAuthority(), "order:1"))
        .isInstanceOf(JedisConnectionException.class)
        .hasStackTraceContaining("unable to find valid certification path");
    assertThatThrownBy(() -> byLettuce(withoutAuthority(), "order:1"))
        .isInstanceOf(RedisConnectionException.class)
        .hasStackTraceContaining("unable to find valid certification path");
  }

  @Test
  void comparesTheNameInTheCertificate() {
    RedisSettings byAddress = with("redis.host", "127.0.0.1");

    assertThatThrownBy(() -> byJedis(byAddress, "order:1"))
        .isInstanceOf(JedisConnectionException.class)
        .hasStackTraceContaining("No subject alternative names matching");
    assertThatThrownBy(() -> byLettuce(byAddress, "order:1"))
        .isInstanceOf(RedisConnectionException.class)
        .hasStackTraceContaining("No subject alternative names matching");
  }

  @Test
  void readsAPasswordFileAtEachLogin() throws IOException {
    Path file = folder.resolve("password");
    Files.writeString(file, "the-first\n");
    redis.letIn("changing", "the-first", "on ~order:* +get +ping");
    RedisSettings settings =
        changed(
            given -> {
              given.remove("redis.password");
              given.put("redis.user", "changing");
              given.put("redis.password-file", file.toString());
              return given;
            });
    assertThat(byJedis(settings, "order:1")).isEqualTo("ready");

    redis.letIn("changing", "the-second", "on ~order:* +get +ping");
    Files.writeString(file, "the-second\n");

    assertThat(byJedis(settings, "order:1")).isEqualTo("ready");
    assertThat(byLettuce(settings, "order:1")).isEqualTo("ready");
  }
}
