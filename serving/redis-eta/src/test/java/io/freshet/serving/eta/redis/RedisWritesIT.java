package io.freshet.serving.eta.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.core.toolkit.RedisSettings;
import io.freshet.testing.servers.RunningRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** What waits for a Redis that is away. */
@Timeout(60)
class RedisWritesIT {
  private static final int BATCH = 10;
  private static final int MOST = 20 * BATCH;

  @TempDir private Path folder;

  @Test
  void twentyBatchesWaitAndThenWhoeverBringsMore() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (RedisProcess redis = RedisProcess.start(folder);
        RedisWrites writes = open(redis)) {
      redis.kill();
      for (int order = 1; order < MOST; order++) {
        writes.add(write(order, 1));
        writes.add(write(order, 2));
        writes.send();
      }
      assertThat(writes.size()).as("the newest of each").isEqualTo(MOST - 1);

      writes.add(write(MOST, 2));
      Future<?> sending =
          thread.submit(
              () -> {
                writes.send();
                return null;
              });
      await()
          .during(Duration.ofMillis(500))
          .atMost(Duration.ofSeconds(5))
          .until(() -> !sending.isDone());
      redis.startAgain();
      sending.get(20, TimeUnit.SECONDS);
      writes.flush();

      try (Jedis jedis = redis.client()) {
        assertThat(jedis.dbSize()).isEqualTo(MOST);
        assertThat(jedis.get(RedisKeys.order("m", 1))).isEqualTo(document(2));
      }
    } finally {
      thread.shutdown();
    }
  }

  @Test
  void whoeverBringsMoreNeedNotWaitForWhatIsUnderWay() throws Exception {
    try (RunningRedis redis = RunningRedis.start(folder);
        RedisWrites writes = open(RedisSettings.server("127.0.0.1", redis.port(), ""));
        Jedis jedis = new Jedis("127.0.0.1", redis.port())) {
      writes.add(write(0, 1));
      writes.flush();
      redis.pause();
      try {
        for (int order = 1; order < MOST; order++) {
          writes.add(write(order, 1));
          writes.sendAhead();
        }
        // The one that is under way must not hide the newer one.
        writes.add(write(1, 2));
        assertThat(writes.size()).isEqualTo(MOST - 1);
      } finally {
        redis.resume();
      }
      writes.flush();

      assertThat(jedis.dbSize()).isEqualTo(MOST);
      assertThat(jedis.get(RedisKeys.order("m", 1))).isEqualTo(document(2));
    }
  }

  private static RedisWrites open(RedisProcess redis) {
    return open(redis.target().redis());
  }

  private static RedisWrites open(RedisSettings redis) {
    return new RedisWrites(
        new RedisTarget(redis, BATCH, Duration.ZERO),
        new RedisWrites.Counts() {
          @Override
          public void written() {}

          @Override
          public void stale() {}

          @Override
          public void refused() {
            throw new AssertionError("A write was left out");
          }
        });
  }

  private static RedisWrite write(int order, int version) {
    return new RedisWrite(
        RedisKeys.order("m", order), version, 1_000, 60_000, "", document(version));
  }

  private static String document(int version) {
    return "{\"order_version\":%d,\"event_time_ms\":1000}".formatted(version);
  }
}
