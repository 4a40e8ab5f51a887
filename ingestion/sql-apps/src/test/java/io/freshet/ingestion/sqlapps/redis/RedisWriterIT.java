package io.freshet.ingestion.sqlapps.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.core.toolkit.RedisSettings;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

@Timeout(60)
class RedisWriterIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.REDIS);

  private final String city = platform.uniqueName("city");
  private final String key = "free:" + city;

  @Test
  void keepsTheNewestRowHoweverRowsAreOrderedAndRepeated() throws Exception {
    try (RedisWriter writer = writer();
        Jedis redis = redis()) {
      for (RowData row : List.of(row(2, 20L), row(1, 10L), row(3, null), row(2, 20L))) {
        writer.write(row, null);
        writer.flush(false);
      }

      assertThat(redis.hgetAll(key))
          .containsEntry("at", "1970-01-01T00:00:03Z")
          .as("a column that is null now")
          .doesNotContainKey("free");
      assertThat(redis.pttl(key)).isBetween(1L, Duration.ofMinutes(15).toMillis());
    }
  }

  @Test
  void keepsTheNewestOfThoseThatGoTogether() throws Exception {
    try (RedisWriter writer = writer();
        Jedis redis = redis()) {
      for (RowData row : List.of(row(2, 20L), row(3, 30L), row(1, 10L))) {
        writer.write(row, null);
      }
      writer.flush(false);

      assertThat(redis.hget(key, "free")).isEqualTo("30");
    }
  }

  @Test
  void leavesAloneWhatIsNoHashAndGoesOn() throws Exception {
    try (RedisWriter writer = writer();
        Jedis redis = redis()) {
      redis.set(key, "somebody else's");
      writer.write(row(1, 10L), null);
      writer.write(FreeDashers.row(city + "2", 1, 10L), null);
      writer.flush(false);

      assertThat(redis.get(key)).isEqualTo("somebody else's");
      assertThat(redis.hget(key + "2", "free")).isEqualTo("10");
    }
  }

  @Test
  void waitsInsteadOfLosingWhileRedisIsAway() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (RedisWriter writer = writer()) {
      writer.write(row(1, 10L), null);
      writer.flush(false);
      platform.kill(Part.REDIS);
      writer.write(row(2, 20L), null);
      Future<?> flushing =
          thread.submit(
              () -> {
                writer.flush(false);
                return null;
              });
      await()
          .during(Duration.ofMillis(500))
          .atMost(Duration.ofSeconds(5))
          .until(() -> !flushing.isDone());

      assertThat(platform.heal()).isNotEmpty();
      flushing.get(30, TimeUnit.SECONDS);
    } finally {
      thread.shutdown();
    }
    try (Jedis redis = redis()) {
      assertThat(redis.hget(key, "free")).isEqualTo("20");
    }
  }

  private RowData row(long second, Long free) {
    return FreeDashers.row(city, second, free);
  }

  private static RedisWriter writer() {
    return FreeDashers.writer(target());
  }

  private static RedisSettings target() {
    return RedisSettings.from(platform.settings());
  }

  private static Jedis redis() {
    RedisSettings.Node node = target().nodes().get(0);

    return new Jedis(node.host(), node.port());
  }
}
