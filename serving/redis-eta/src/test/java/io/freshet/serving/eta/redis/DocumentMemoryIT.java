package io.freshet.serving.eta.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.serving.eta.dasher.DasherActivity;
import io.freshet.serving.eta.dasher.DasherUpdate;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.order.EtaUpdate;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.order.Places;
import io.freshet.serving.eta.prediction.Reason;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import io.freshet.serving.eta.travel.Traffic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** How much of Redis's memory the README says that an active order and a dasher take. */
class DocumentMemoryIT {
  private static final int MANY = 50_000;
  private static final long FIRST = 1_000_000;
  private static final long NOW = 1_790_000_000_000L;
  private static final String MARKET = "san_francisco";
  private static final Position POSITION = new Position(37.779301, -122.419204);
  private static final RedisEntries ENTRIES =
      new RedisEntries(Duration.ofHours(6), Duration.ofMinutes(30));
  private static final Pattern USED = Pattern.compile("used_memory:(\\d+)");

  /** Which is less than anything that is still to be freed. */
  private static final long NOTHING = MANY;

  @TempDir private Path folder;

  @Test
  void anOrderAndADasherTakeWhatTheReadmeSays() throws Exception {
    try (RedisProcess redis = RedisProcess.start(folder);
        Jedis jedis = redis.client()) {
      long order = bytesOfEach(redis, jedis, id -> ENTRIES.order(order(id)));
      long dasher = bytesOfEach(redis, jedis, id -> ENTRIES.dasher(dasher(id)));

      System.out.printf(
          "An active order: %d bytes of Redis, %d by MEMORY USAGE; a dasher: %d and %d%n",
          order,
          jedis.memoryUsage(RedisKeys.order(MARKET, FIRST), 0),
          dasher,
          jedis.memoryUsage(RedisKeys.dasher(MARKET, FIRST), 0));
      assertThat(order).isBetween(650L, 790L);
      assertThat(dasher).isBetween(395L, 485L);
    }
  }

  /** With its share of the tables in which Redis finds it and its end. */
  private static long bytesOfEach(RedisProcess redis, Jedis jedis, LongFunction<RedisWrite> write)
      throws InterruptedException {
    long before = settled(jedis);
    try (RedisWrites writes = new RedisWrites(redis.target(), new NoCounts())) {
      for (int i = 0; i < MANY; i++) {
        writes.add(write.apply(FIRST + i));
        if (i % 100 == 99) {
          writes.send();
        }
      }
      writes.flush();
    }

    return (settled(jedis) - before) / MANY;
  }

  /** Without what Redis frees in its own time: buffers of connections that are gone, old tables. */
  private static long settled(Jedis jedis) {
    AtomicLong last = new AtomicLong(used(jedis));
    await()
        .pollInterval(Duration.ofMillis(250))
        .until(() -> used(jedis), now -> Math.abs(last.getAndSet(now) - now) < NOTHING);

    return last.get();
  }

  private static long used(Jedis jedis) {
    Matcher used = USED.matcher(jedis.info("memory"));
    assertThat(used.find()).isTrue();

    return Long.parseLong(used.group(1));
  }

  /** On its way to the customer: then all fields are there. */
  private static EtaUpdate order(long id) {
    return new EtaUpdate(
        new Moment(
            MARKET,
            id,
            6,
            OrderState.PICKED_UP,
            id,
            NOW + id,
            Stage.TO_CUSTOMER,
            List.of(),
            Traffic.Basis.CELL,
            2_417,
            new Places(POSITION, POSITION, POSITION),
            NOW + id,
            Reason.TRAFFIC,
            null),
        NOW + 754_000,
        NOW + 1_020_000,
        Reason.TRAFFIC,
        null,
        null);
  }

  private static DasherUpdate dasher(long id) {
    return new DasherUpdate(
        MARKET,
        id,
        NOW + id,
        new DasherActivity(DasherActivity.Status.BUSY, NOW - 600_000, NOW + id),
        new Fix(NOW + id, POSITION),
        List.of(id));
  }

  private static final class NoCounts implements RedisWrites.Counts {
    @Override
    public void written() {}

    @Override
    public void stale() {}

    @Override
    public void refused() {}
  }
}
