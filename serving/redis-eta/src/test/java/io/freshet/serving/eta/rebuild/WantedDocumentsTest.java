package io.freshet.serving.eta.rebuild;

import static io.freshet.serving.eta.events.OrderState.CREATED;
import static io.freshet.serving.eta.events.OrderState.DASHER_ASSIGNED;
import static io.freshet.serving.eta.events.OrderState.DELIVERED;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.dasher.DasherActivity.Limits;
import io.freshet.serving.eta.redis.RedisEntries;
import io.freshet.serving.eta.redis.RedisKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WantedDocumentsTest {
  private static final Duration FINAL_TTL = Duration.ofMinutes(30);
  private static final Limits LIMITS = Limits.of(Duration.ofMinutes(20), Duration.ofMinutes(5));
  private static final long RECEIVED = 5_000_000;

  private final OrderBook orders = new OrderBook();
  private final SupplyBook supply = new SupplyBook();

  @Test
  void asksForThePingsOfAnOrderOnlyWhatTheJobMustHaveSeen() {
    orders.add(Events.step(1, CREATED, 0), RECEIVED);
    orders.add(Events.step(2, DASHER_ASSIGNED, 60, Events.DASHER), RECEIVED);
    DasherBook dashers = dashers();
    dashers.add(Events.ping(90, Events.north(300)), RECEIVED + 1);

    Wanted wanted = order(dashers).orElseThrow();

    assertThat(wanted.write().millis()).isEqualTo(89_999);
    assertThat(wanted.leastMillis()).isEqualTo(60_000);
    assertThat(wanted.receivedMillis()).isEqualTo(RECEIVED + 1);
  }

  @Test
  void asksForThePredictionThatWasTold() {
    orders.add(Events.step(1, CREATED, 0), RECEIVED);
    orders.add(Events.prediction(1, 20, 900), RECEIVED);

    assertThat(order(dashers()).orElseThrow().leastMillis()).isEqualTo(19_999);
  }

  @Test
  void showsAnOrderThatIsOverForItsTimeAndNoLonger() {
    orders.add(Events.step(4, DELIVERED, 0), RECEIVED);

    Wanted wanted = order(dashers()).orElseThrow();

    assertThat(wanted.isShownAt(RECEIVED + FINAL_TTL.toMillis() - 60_000)).isTrue();
    assertThat(wanted.isShownAt(RECEIVED + FINAL_TTL.toMillis())).isFalse();
  }

  @Test
  void namesAnOrderOfWhichOnlyPredictionsTellAndShowsNothing() {
    orders.add(Events.prediction(1, 20, 900), RECEIVED);

    assertThat(order(dashers())).isEmpty();
  }

  @Test
  void showsSupplyForAQuarterOfAnHourSinceItCameIn() {
    supply.add(Events.supply(5, 8), RECEIVED);

    Wanted wanted = supply();

    assertThat(wanted.write().version()).isZero();
    assertThat(wanted.leastMillis()).isEqualTo(Events.minute(5));
    assertThat(wanted.at(RECEIVED + Events.minute(10)).ttlMillis()).isEqualTo(Events.minute(5));
    assertThat(wanted.isShownAt(RECEIVED + Events.minute(14))).isTrue();
    assertThat(wanted.isShownAt(RECEIVED + Events.minute(15))).isFalse();
  }

  private DasherBook dashers() {
    return new DasherBook(LIMITS, Duration.ofSeconds(30), orders.duties(Instant.EPOCH));
  }

  private Optional<Wanted> order(DasherBook dashers) {
    Map<String, Optional<Wanted>> all = new HashMap<>();
    new WantedDocuments(new RedisEntries(Duration.ofHours(6), FINAL_TTL))
        .orders(new Found(orders, dashers, supply, Map.of()), all::put);

    return all.get(RedisKeys.order(Events.MARKET, Events.ORDER));
  }

  private Wanted supply() {
    Map<String, Optional<Wanted>> all = new HashMap<>();
    new WantedDocuments(new RedisEntries(Duration.ofHours(6), FINAL_TTL))
        .supply(new Found(orders, dashers(), supply, Map.of()), all::put);

    return all.get(RedisKeys.supply(Events.MARKET)).orElseThrow();
  }
}
