package io.freshet.serving.eta.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.SetParams;

@Timeout(60)
class DasherErasureIT {
  private static final long DASHER = 4711;
  private static final String CARRIED = RedisKeys.order("oslo", 1);
  private static final String OF_ANOTHER = RedisKeys.order("oslo", 2);
  private static final String BEGINNING = "{\"order_version\":3,\"event_time_ms\":1000,";

  @TempDir private static Path folder;
  private static RedisProcess redis;

  @BeforeAll
  static void start() {
    redis = RedisProcess.start(folder);
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void showADasherAndAnother() {
    try (Jedis jedis = redis.client()) {
      jedis.flushAll();
      jedis.set(RedisKeys.dasher("oslo", DASHER), "{\"event_time_ms\":1000}");
      jedis.set(RedisKeys.dasher("bergen", DASHER), "{\"event_time_ms\":1000}");
      jedis.set(RedisKeys.dasher("oslo", 14711), "{\"event_time_ms\":1000}");
      jedis.set(
          CARRIED,
          BEGINNING
              + "\"dasher_id\":4711,\"latitude\":59.910000,\"longitude\":10.7,"
              + "\"pickup\":{\"latitude\":59.910000,\"longitude\":10.75},\"distance_meters\":12}",
          SetParams.setParams().px(600_000));
      jedis.set(OF_ANOTHER, BEGINNING + "\"dasher_id\":47110}");
      jedis.lpush(RedisKeys.order("oslo", 3), "no document");
    }
  }

  @Test
  void lookingChangesNothing() {
    assertThat(erasure(DasherErasure::look)).isEqualTo(new DasherErasure.Known(2, 1));
    assertThat(erasure(DasherErasure::look)).isEqualTo(new DasherErasure.Known(2, 1));
  }

  @Test
  void takesTheDasherOutAndNobodyElse() {
    assertThat(erasure(DasherErasure::forget)).isEqualTo(new DasherErasure.Known(2, 1));

    assertThat(erasure(DasherErasure::look).all()).isZero();
    try (Jedis jedis = redis.client()) {
      assertThat(jedis.keys("dasher:*")).containsExactly(RedisKeys.dasher("oslo", 14711));
      assertThat(jedis.get(CARRIED))
          .isEqualTo(BEGINNING + "\"pickup\":{\"latitude\":59.910000,\"longitude\":10.75}}");
      assertThat(jedis.pttl(CARRIED)).isPositive();
      assertThat(jedis.get(OF_ANOTHER)).contains("47110");
    }
    assertThat(erasure(DasherErasure::forget).all()).isZero();
  }

  @Test
  void anOrderThatHasLostItsDasherIsReplacedByWhatIsNewer() {
    erasure(DasherErasure::forget);
    try (NewerWins script =
        NewerWins.connect(redis.target(), redis.target().redis().nodes().get(0))) {
      RedisWrite newer = new RedisWrite(CARRIED, 3, 2000, 600_000, "", BEGINNING + "\"a\":1}");

      assertThat(script.write(List.of(newer)))
          .extracting(NewerWins.Answer::result)
          .containsExactly(NewerWins.Result.WRITTEN);
    }
  }

  private static DasherErasure.Known erasure(Function<DasherErasure, DasherErasure.Known> work) {
    try (RedisDocuments documents = RedisDocuments.connect(redis.target())) {
      return work.apply(new DasherErasure(documents, DASHER));
    }
  }
}
