package io.freshet.serving.eta.redis;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.core.toolkit.Settings;
import java.io.Serializable;
import java.time.Duration;

/**
 * Which Redis to write to, and in what portions.
 *
 * @param batch how many documents are sent at once
 * @param linger how long a document may wait for others
 */
public record RedisTarget(RedisSettings redis, int batch, Duration linger) implements Serializable {
  private static final Duration MAX_LINGER = Duration.ofSeconds(10);

  public RedisTarget {
    if (batch < 1 || batch > 10_000) {
      throw new InvalidSettingException("eta.redis-batch", batch, "between 1 and 10000");
    }
    if (linger.compareTo(MAX_LINGER) > 0) {
      throw new InvalidSettingException("eta.redis-linger", Durations.print(linger), "10s at most");
    }
  }

  public static RedisTarget from(Settings settings) {
    return new RedisTarget(
        RedisSettings.from(settings),
        settings.integer("eta.redis-batch", 500),
        settings.duration("eta.redis-linger", Duration.ofMillis(20)));
  }

  @Override
  public String toString() {
    return redis.toString();
  }
}
