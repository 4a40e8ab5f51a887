package io.freshet.bench.serve.reads;

import io.freshet.bench.serve.LiveOrder;
import io.freshet.bench.serve.Redis;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/** Orders under way whose documents nobody changes, as redis-eta would have written them. */
final class ReadOrders {
  static final int COUNT = 100_000;

  /** Of 13 digits: redis-benchmark can make up those behind the first. */
  static final long FIRST_ID = 1_000_000_000_000L;

  static final String MARKET = "san_francisco";

  private static final Duration LIFE = Duration.ofHours(6);
  private static final int AT_ONCE = 1000;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private ReadOrders() {}

  static LiveOrder order(int number) {
    return new LiveOrder(MARKET, FIRST_ID + number);
  }

  /** Any, each as likely as the next. */
  static List<LiveOrder> some(int count, Random random) {
    return IntStream.range(0, count).mapToObj(i -> order(random.nextInt(COUNT))).toList();
  }

  static void write(Redis redis) {
    try (StatefulRedisConnection<String, byte[]> connection = redis.connect()) {
      Instant now = Instant.now();
      for (int from = 0; from < COUNT; from += AT_ONCE) {
        List<RedisFuture<String>> written = new ArrayList<>();
        for (int number = from; number < from + AT_ONCE; number++) {
          written.add(
              connection
                  .async()
                  .set(
                      order(number).redisName(),
                      document(number, now).getBytes(StandardCharsets.UTF_8),
                      SetArgs.Builder.px(LIFE.toMillis())));
        }
        if (!LettuceFutures.awaitAll(PATIENCE, written.toArray(RedisFuture[]::new))) {
          throw new FreshetException(
              Fault.DEPENDENCY, "Redis does not take the bench's orders within " + PATIENCE);
        }
      }
    }
  }

  /** Of the length and with the members that an order on its way to the customer has. */
  static String document(int number, Instant now) {
    LiveOrder order = order(number);
    Instant seen = now.minusMillis(number % 4000);

    double latitude = 37.7 + number % 1000 / 1e4;
    double longitude = -122.4 - number % 997 / 1e4;

    return String.format(
        Locale.ROOT,
        "{\"order_version\":6,\"event_time_ms\":%d,\"market\":\"%s\",\"order_id\":%d,\"state\":\"picked_up\","
            + "\"event_time\":\"%s\",\"dasher_id\":%d,\"latitude\":%.6f,\"longitude\":%.6f,"
            + "\"position_time\":\"%s\",\"stage\":\"to_customer\",\"predicted_arrival\":\"%s\","
            + "\"latest_arrival\":\"%s\",\"remaining_seconds\":%d,\"reason\":\"traffic\",\"basis\":\"cell\","
            + "\"pickup\":{\"latitude\":%.6f,\"longitude\":%.6f},"
            + "\"dropoff\":{\"latitude\":%.6f,\"longitude\":%.6f},\"distance_meters\":%d}",
        seen.toEpochMilli(),
        order.market(),
        order.orderId(),
        seen,
        20_000_001 + number,
        latitude,
        longitude,
        seen,
        seen.plusSeconds(300 + number % 900),
        seen.plusSeconds(600 + number % 1200),
        300 + number % 900,
        latitude - 0.01,
        longitude + 0.01,
        latitude + 0.02,
        longitude - 0.01,
        500 + number % 5000);
  }
}
