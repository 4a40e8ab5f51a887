package io.freshet.serving.eta.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.alert.Alert;
import io.freshet.serving.eta.alert.MarketStanding;
import io.freshet.serving.eta.supply.Figures;
import io.freshet.serving.eta.supply.MarketSupply;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

class SupplyEntryIT {
  private static final long MINUTE = 60_000;

  @TempDir private static Path folder;

  @Test
  void keepsTheNewestMinuteHoweverTheyAreOrderedAndRepeated() {
    List<RedisWrite> writes =
        new ArrayList<>(
            LongStream.range(0, 40).mapToObj(n -> entry(n % 20 * MINUTE, (int) (n % 20))).toList());
    Collections.shuffle(writes, new Random(1));

    try (RedisProcess redis = RedisProcess.start(folder);
        NewerWins script =
            NewerWins.connect(redis.target(), redis.target().redis().nodes().get(0));
        Jedis jedis = redis.client()) {
      writes.forEach(write -> script.write(List.of(write)));

      assertThat(jedis.get("supply:m"))
          .isEqualTo(
              "{\"event_time_ms\":1140000,\"market\":\"m\",\"event_time\":\"1970-01-01T00:19:00Z\","
                  + "\"online_dashers\":20,\"busy_dashers\":19,\"idle_dashers\":1,\"open_orders\":4,"
                  + "\"alerts\":[{\"alert\":\"online_dashers\","
                  + "\"began_at\":\"1970-01-01T00:01:00Z\",\"seen\":20.000,\"threshold\":25.000}]}");
      assertThat(jedis.pttl("supply:m")).isBetween(1L, 15 * MINUTE);
    }
  }

  private static RedisWrite entry(long millis, int busy) {
    Figures figures = new Figures(busy, 1, 4, 0, 0);

    return SupplyEntry.of(
        new MarketStanding(
            new MarketSupply("m", millis, 1, figures, 0, null),
            List.of(
                new MarketStanding.On(
                    Alert.ONLINE_DASHERS,
                    MINUTE,
                    BigDecimal.valueOf(figures.online()).setScale(3),
                    BigDecimal.valueOf(25)))));
  }
}
