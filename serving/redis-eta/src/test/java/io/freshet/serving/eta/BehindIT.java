package io.freshet.serving.eta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.local.Part;
import io.freshet.serving.eta.redis.RedisKeys;
import io.freshet.serving.eta.redis.RedisProcess;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** What the job tells of itself that finds events which Kafka has had for longer than it may. */
class BehindIT {
  @RegisterExtension
  static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration BEHIND_AFTER = Duration.ofSeconds(1);
  private static final Duration BEFORE_THE_JOB = Duration.ofMinutes(10);

  @TempDir private static Path folder;
  private static RedisProcess redis;

  @BeforeAll
  static void start() throws Exception {
    redis = RedisProcess.start(Files.createDirectory(folder.resolve("redis")));
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @Test
  void tellsThatItIsBehindUntilItHasCaughtUp() throws Exception {
    try (StreamedMarket streams = new StreamedMarket(platform.settings())) {
      new PastMarket(streams, 6, 5)
          .send(TinyMarket.START, TinyMarket.START + BEFORE_THE_JOB.toMillis(), 0);
    }
    long sentAt = System.nanoTime();
    await().atMost(PATIENCE).until(() -> System.nanoTime() - sentAt > BEHIND_AFTER.toNanos());

    try (Jedis jedis = redis.client();
        StreamedJob job = StreamedJob.start(profile(), folder.resolve("checkpoints"))) {
      JsonNode told =
          new ObjectMapper()
              .readTree(
                  await()
                      .atMost(PATIENCE)
                      .until(
                          () -> Optional.ofNullable(jedis.get(RedisKeys.BEHIND)),
                          Optional::isPresent)
                      .orElseThrow());
      assertThat(told.path("behind_ms").asLong())
          .isGreaterThan(BEHIND_AFTER.toMillis())
          .isLessThan(PATIENCE.toMillis());

      await().atMost(PATIENCE).until(() -> !jedis.exists(RedisKeys.BEHIND));
    }
  }

  private static Path profile() {
    Map<String, String> values = new HashMap<>(StreamedJob.inputs(platform.settings()));
    values.put("redis.host", "127.0.0.1");
    values.put("redis.port", Integer.toString(redis.target().redis().nodes().get(0).port()));
    values.put("eta.behind-after", "1s");

    return new RedisCommands(folder, values).profile(Map.of());
  }
}
