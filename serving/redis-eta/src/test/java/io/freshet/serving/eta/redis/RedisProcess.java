package io.freshet.serving.eta.redis;

import io.freshet.core.toolkit.RedisSettings;
import io.freshet.testing.servers.RunningRedis;
import java.nio.file.Path;
import java.time.Duration;
import redis.clients.jedis.Jedis;

/** A real Redis as the job reaches it; it can be killed and started again on its data. */
public final class RedisProcess implements AutoCloseable {
  private final RunningRedis redis;

  private RedisProcess(RunningRedis redis) {
    this.redis = redis;
  }

  public static RedisProcess start(Path folder) {
    return new RedisProcess(RunningRedis.start(folder));
  }

  public void startAgain() {
    redis.startAgain();
  }

  /** With SIGKILL. */
  public void kill() {
    redis.kill();
  }

  public RedisTarget target() {
    return new RedisTarget(
        RedisSettings.server("127.0.0.1", redis.port(), ""), 100, Duration.ofMillis(20));
  }

  public Jedis client() {
    return new Jedis("127.0.0.1", redis.port());
  }

  @Override
  public void close() {
    redis.close();
  }
}
