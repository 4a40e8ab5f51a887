package io.freshet.serving.eta.redis;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import java.io.Serializable;
import java.time.Duration;

/**
 * Which Redis to write to, and in what portions. One server, or what a failover puts in its place;
 * no cluster.
 *
 * @param password empty when Redis asks for none
 * @param batch how many documents are sent at once
 * @param linger how long a document may wait for others
 */
public record RedisTarget(String host, int port, String password, int batch, Duration linger)
    implements Serializable {
  private static final Duration MAX_LINGER = Duration.ofSeconds(10);

  public RedisTarget {
    if (port < 1 || port > 65_535) {
      throw new InvalidSettingException("redis.port", port, "between 1 and 65535");
    }
    if (batch < 1 || batch > 10_000) {
      throw new InvalidSettingException("eta.redis-batch", batch, "between 1 and 10000");
    }
    if (linger.compareTo(MAX_LINGER) > 0) {
      throw new InvalidSettingException("eta.redis-linger", Durations.print(linger), "10s at most");
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
