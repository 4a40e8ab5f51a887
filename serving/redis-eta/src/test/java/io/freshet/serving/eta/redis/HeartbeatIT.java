package io.freshet.serving.eta.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** What a writer tells of itself to a real Redis, as time passes. */
class HeartbeatIT {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final Heartbeat EVERY_FIVE_SECONDS = new Heartbeat(Duration.ofSeconds(5));

  @TempDir private static Path folder;
  private static RedisProcess redis;

  private final PassingTime time = new PassingTime();
  private RedisWriter writer;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start(folder);
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void beat() {
    try (Jedis jedis = redis.client()) {
      jedis.flushAll();
    }
    writer =
        new RedisWriter(
            redis.target(), time, UnregisteredMetricsGroup.createSinkWriterMetricGroup());
    writer.beat(EVERY_FIVE_SECONDS);
  }

  @Test
  void tellsThatItLivesWithoutAnythingElseToWrite() throws Exception {
    try (Jedis jedis = redis.client()) {
      for (int second = 5; second <= 15; second += 5) {
        time.passTo(second * 1_000L);
        writer.flush(false);

        assertThat(jedis.get(RedisKeys.HEARTBEAT))
            .startsWith("{\"event_time_ms\":%d,".formatted(second * 1_000));
      }

      assertThat(jedis.dbSize()).isEqualTo(1);
      assertThat(jedis.pttl(RedisKeys.HEARTBEAT)).isBetween(DAY - 60_000, DAY);
    } finally {
      writer.close();
    }
  }

  @Test
  void saysNothingBeforeItHasWorkedForAWhile() throws Exception {
    time.passTo(4_999);
    writer.flush(false);

    try (Jedis jedis = redis.client()) {
      assertThat(jedis.exists(RedisKeys.HEARTBEAT)).isFalse();
    } finally {
      writer.close();
    }
  }

  @Test
  void goesOnWhenRedisIsBack() throws Exception {
    redis.kill();
    time.passTo(6_000);
    redis.startAgain();
    writer.flush(false);

    try (Jedis jedis = redis.client()) {
      assertThat(jedis.get(RedisKeys.HEARTBEAT)).startsWith("{\"event_time_ms\":5000,");
    } finally {
      writer.close();
    }
  }

  /** Calls those whose time has come. */
  private static final class PassingTime implements ProcessingTimeService {
    private final NavigableMap<Long, ProcessingTimeCallback> timers = new TreeMap<>();
    private long now;

    void passTo(long millis) throws Exception {
      while (!timers.isEmpty() && timers.firstKey() <= millis) {
        now = timers.firstKey();
        timers.pollFirstEntry().getValue().onProcessingTime(now);
      }
      now = millis;
    }

    @Override
    public long getCurrentProcessingTime() {
      return now;
    }

    @Override
    public ScheduledFuture<?> registerTimer(long at, ProcessingTimeCallback callback) {
      timers.merge(
          at,
          callback,
          (first, second) ->
              fired -> {
                first.onProcessingTime(fired);
                second.onProcessingTime(fired);
              });

      return null;
    }
  }
}
