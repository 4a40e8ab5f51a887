package io.freshet.ingestion.sqlapps.redis;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.io.Serializable;

/**
 * Which Redis to write to. One server, or what a failover puts in its place; no cluster. Keys start
 * with {@code redis.}.
 *
 * @param password empty when Redis asks for none
 */
public record RedisTarget(String host, int port, String password) implements Serializable {
  public RedisTarget {
    if (port < 1 || port > 65_535) {
      throw new InvalidSettingException("redis.port", port, "between 1 and 65535");
    }
  }

  public static RedisTarget from(Settings settings) {
    return new RedisTarget(
        settings.text("redis.host"),
        settings.integer("redis.port", 6379),
        settings.optionalText("redis.password").orElse(""));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
