package io.freshet.serving.live.redis;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;

/**
 * Which Redis to read: one server, or what a failover puts in its place.
 *
 * @param password empty when Redis asks for none
 */
public record RedisSettings(String host, int port, String password) {
  public RedisSettings {
    if (port < 1 || port > 65_535) {
      throw new InvalidSettingException("redis.port", port, "between 1 and 65535");
    }
  }

  public static RedisSettings from(Settings settings) {
    return new RedisSettings(
        settings.text("redis.host"),
        settings.integer("redis.port", 6379),
        settings.optionalText("redis.password").orElse(""));
  }

  /** Without the password: this may reach a log. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
