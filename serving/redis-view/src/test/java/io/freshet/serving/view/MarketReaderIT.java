package io.freshet.serving.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.RedisSettings;
import io.freshet.testing.servers.RunningRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarketReaderIT {
  private static final String ORDER =
      "{\"order_version\":4,\"event_time_ms\":1772366400000,\"market\":\"boston\",\"order_id\":%d,"
          + "\"state\":\"%s\"%s}";
  private static final String ESTIMATE =
      ",\"stage\":\"wait\",\"predicted_arrival\":\"2026-03-01T12:20:00Z\","
          + "\"latest_arrival\":\"2026-03-01T12:31:00Z\",\"reason\":\"on_time\",\"basis\":\"cell\"";
  private static final String DASHER =
      "{\"event_time_ms\":1772366460000,\"market\":\"boston\",\"dasher_id\":%d,\"state\":\"%s\"}";

  @TempDir Path folder;
  private RunningRedis redis;
  private RedisReader reader;
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  @BeforeEach
  void start() {
    redis = RunningRedis.start(folder);
    reader = new RedisReader(new RedisAccess(RedisSettings.server("127.0.0.1", redis.port(), "")));
    redis.ask("SET", "eta:{boston:17}", ORDER.formatted(17, "ready", ESTIMATE));
    redis.ask("SET", "eta:{boston:18}", ORDER.formatted(18, "delivered", ""));
    redis.ask("SET", "dasher:{boston:5}", DASHER.formatted(5, "busy"));
    redis.ask("SET", "dasher:{boston:6}", DASHER.formatted(6, "offline"));
    redis.ask("SET", "dasher:{tokyo:7}", DASHER.formatted(7, "idle"));
    redis.ask("SET", "menu:boston:1", "{}");
    redis.ask(
        "SET",
        "supply:boston",
        "{\"event_time_ms\":1772366400000,\"online_dashers\":9,\"busy_dashers\":5,"
            + "\"idle_dashers\":4,\"open_orders\":7,\"alerts\":[{\"alert\":\"idle_share\"}]}");
  }

  @AfterEach
  void stop() {
    reader.close();
    redis.close();
  }

  @Test
  void readsWhatIsUnderWayInAMarketAndFindsNewNamesAfterAWhile() {
    MarketReader markets = new MarketReader(reader, InstantSource.fixed(now));
    InstantSource clock = () -> now;
    MarketReader timed = new MarketReader(reader, clock);

    MarketPicture boston = timed.read("boston");

    assertThat(markets.markets()).containsExactly("boston", "tokyo");
    assertThat(boston.orders()).extracting(ServedOrder::orderId).containsExactly(17L);
    assertThat(boston.dashers()).extracting(ServedDasher::dasherId).containsExactly(5L);
    assertThat(boston.supply().orElseThrow().alerts()).containsExactly("idle_share");
    assertThat(boston.asOf()).contains(Instant.ofEpochMilli(1_772_366_460_000L));
    assertThat(boston.isWhole()).isTrue();

    redis.ask("SET", "eta:{boston:19}", ORDER.formatted(19, "ready", ESTIMATE));
    redis.ask("DEL", "eta:{boston:17}");
    assertThat(timed.read("boston").orders()).isEmpty();

    now = now.plus(Duration.ofMinutes(1));
    assertThat(timed.read("boston").orders()).extracting(ServedOrder::orderId).containsExactly(19L);
  }

  @Test
  void readsTheNewestOrdersAndSaysThatTheseAreNotAll() {
    for (int order = 19; order < 24; order++) {
      redis.ask(
          "SET", "eta:{boston:%d}".formatted(order), ORDER.formatted(order, "ready", ESTIMATE));
    }

    MarketPicture boston = new MarketReader(reader, () -> now, 1_000, 3).read("boston");

    assertThat(boston.orders()).extracting(ServedOrder::orderId).containsExactly(23L, 22L, 21L);
    assertThat(boston.isWhole()).isFalse();
  }

  @Test
  void findsWhatIsUnderWayAmongManyOrdersThatAreOver() {
    for (int order = 19; order < 29; order++) {
      redis.ask("SET", "eta:{boston:%d}".formatted(order), ORDER.formatted(order, "delivered", ""));
    }
    MarketReader markets = new MarketReader(reader, () -> now, 1_000, 3);

    MarketPicture boston = markets.read("boston");

    assertThat(boston.orders()).extracting(ServedOrder::orderId).containsExactly(17L);
    assertThat(boston.isWhole()).isTrue();
    assertThat(markets.read("boston")).isEqualTo(boston);
  }

  @Test
  void readsTenTimesAsManyAsItShowsAndGoesOnFromThereTheNextTime() {
    for (int order = 19; order < 29; order++) {
      redis.ask("SET", "eta:{boston:%d}".formatted(order), ORDER.formatted(order, "delivered", ""));
    }
    redis.ask("DEL", "dasher:{boston:6}");
    MarketReader markets = new MarketReader(reader, () -> now, 1_000, 1);

    MarketPicture first = markets.read("boston");
    MarketPicture second = markets.read("boston");

    assertThat(first.orders()).isEmpty();
    assertThat(first.isWhole()).isFalse();
    assertThat(second.orders()).extracting(ServedOrder::orderId).containsExactly(17L);
    assertThat(second.isWhole()).isTrue();
  }

  @Test
  void goesThroughSoManyNamesAndSaysThatTheseAreNotAll() {
    redis.ask("EVAL", "for i = 1, 1500 do redis.call('SET', 'other:' .. i, '') end", "0");

    assertThat(new MarketReader(reader, () -> now, 500, 10).read("boston").isWhole()).isFalse();
    assertThat(new MarketReader(reader, () -> now).read("boston").isWhole()).isTrue();
  }
}
