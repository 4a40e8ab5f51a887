package io.freshet.console;

import io.freshet.console.delivery.map.FirstPromises;
import io.freshet.console.delivery.map.MapPage;
import io.freshet.console.delivery.map.StreetMaps;
import io.freshet.console.reading.Reading;
import io.freshet.console.reading.Readings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.serving.view.MarketPicture;
import io.freshet.serving.view.MarketReader;
import io.freshet.serving.view.OrderName;
import io.freshet.serving.view.RedisReader;
import io.freshet.serving.view.ServedOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/** All that is read of Redis: by one reader, so that however many look, it has one client. */
final class ServingSources implements MapPage.Sight, AutoCloseable {
  private static final int MOST_ORDERS = 500;
  private static final int MOST_WAITING = 64;
  private static final String ALL = "all";

  /** Each holds some thousand documents. */
  private static final int MOST_MARKETS = 8;

  private static final Readings.Pace PACE =
      new Readings.Pace(Duration.ofSeconds(2), Duration.ofMillis(120));

  private final Optional<RedisReader> redis;
  private final ExecutorService reader;
  private final Readings<OrderName, Optional<ServedOrder>> orders;

  private final Readings<String, List<String>> markets;
  private final Readings<String, MarketPicture> pictures;
  private final Function<FirstPromises.Asked, Reading<Map<Long, Instant>>> promises;
  private final StreetMaps streets;

  /**
   * @param redis empty where the settings name none
   * @param promises by Trino
   */
  ServingSources(
      Optional<RedisReader> redis,
      StreetMaps streets,
      Function<FirstPromises.Asked, Reading<Map<Long, Instant>>> promises) {
    this.redis = redis;
    this.streets = streets;
    this.promises = promises;
    Optional<MarketReader> marketReader =
        redis.map(known -> new MarketReader(known, InstantSource.system()));
    this.reader = LakeSources.threads("redis", 1, MOST_WAITING);
    this.orders =
        new Readings<>(
            order -> redis().read(order.key()).flatMap(ServedOrder::parse),
            MOST_ORDERS,
            PACE,
            reader,
            InstantSource.system());
    this.markets =
        new Readings<>(
            all -> marketReader.orElseThrow(ServingSources::unnamed).markets(),
            1,
            PACE,
            reader,
            InstantSource.system());
    this.pictures =
        new Readings<>(
            market -> marketReader.orElseThrow(ServingSources::unnamed).read(market),
            MOST_MARKETS,
            PACE,
            reader,
            InstantSource.system());
  }

  private RedisReader redis() {
    return redis.orElseThrow(ServingSources::unnamed);
  }

  private static FreshetException unnamed() {
    return new FreshetException(
        Fault.CALLER, "The profile names no Redis; redis.host or redis.nodes names one");
  }

  StreetMaps streets() {
    return streets;
  }

  /** Where there is a Redis. */
  void beginMarkets() {
    if (isServed()) {
      markets.begin(ALL);
    }
  }

  @Override
  public boolean isServed() {
    return redis.isPresent();
  }

  @Override
  public Reading<List<String>> markets() {
    return markets.of(ALL);
  }

  @Override
  public Reading<MarketPicture> market(String market) {
    return pictures.of(market);
  }

  @Override
  public Reading<Map<Long, Instant>> promises(FirstPromises.Asked asked) {
    return promises.apply(asked);
  }

  Reading<Optional<ServedOrder>> order(OrderName order) {
    return orders.of(order);
  }

  @Override
  public void close() {
    reader.shutdownNow();
    redis.ifPresent(RedisReader::close);
  }
}
