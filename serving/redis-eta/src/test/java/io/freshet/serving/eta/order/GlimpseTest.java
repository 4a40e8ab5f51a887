package io.freshet.serving.eta.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.dasher.Sighting;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.order.TripRule.Glimpse;
import io.freshet.serving.eta.travel.CellSpeed;
import io.freshet.serving.eta.travel.Cells;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import io.freshet.serving.eta.travel.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left out while the job is behind is followed as if it were not. */
class GlimpseTest {
  private static final String MARKET = "m";
  private static final long ORDER = 4711;
  private static final long DASHER = 7;
  private static final Position RESTAURANT = new Position(37.7800, -122.4200);
  private static final Position CUSTOMER = new Position(37.7900, -122.4000);
  private static final Traffic QUIET = cell -> Optional.empty();
  private static final Traffic KNOWN =
      cell -> Optional.of(new CellSpeed(MARKET, cell, 6_000_000, 1_000_000, Long.MAX_VALUE));

  private static final List<OrderState> STEPS =
      List.of(
          OrderState.CREATED,
          OrderState.CONFIRMED,
          OrderState.DASHER_ASSIGNED,
          OrderState.READY,
          OrderState.PICKED_UP);

  private final TripRule rule =
      new TripRule(new Cells(), Duration.ofSeconds(20), Duration.ofMinutes(3));
  private final Trip told = new Trip();
  private final Trip glimpsed = new Trip();
  private int recorded;
  private int leftOut;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void recordsAndRemembersTheSame(long seed) {
    Random random = new Random(seed);
    long millis = 0;
    int version = 0;
    for (int event = 0; event < 300; event++) {
      millis += 500 + random.nextInt(9_000);
      Traffic traffic = event < 150 ? QUIET : KNOWN;
      if (event % 60 == 0) {
        step(version, millis, traffic);
        version++;
      } else {
        // Some are late.
        Fix fix = new Fix(millis - random.nextInt(4_000), place(random));
        see(new Sighting(MARKET, ORDER, DASHER, fix, true), traffic);
      }
    }

    assertThat(recorded).isPositive();
    assertThat(leftOut).isPositive();
    assertThat(glimpsed)
        .usingRecursiveComparison()
        .withComparatorForType(Double::compare, Double.class)
        .ignoringFields("pickupCell", "dropoffCell")
        .isEqualTo(told);
  }

  @Test
  void leavesNothingOutThatIsNotItsDashers() {
    step(2, 0, QUIET);

    Glimpse glimpse =
        rule.glimpse(
            glimpsed,
            new Sighting(MARKET, ORDER, DASHER + 1, new Fix(1_000, RESTAURANT), true),
            QUIET);

    assertThat(glimpse).isEqualTo(Glimpse.OF_NOTHING);
  }

  private void step(int version, long millis, Traffic traffic) {
    OrderState state = STEPS.get(version);
    Long dasher = version < 2 ? null : DASHER;
    OrderEvent event =
        new OrderEvent(MARKET, ORDER, version, state, millis, dasher, RESTAURANT, CUSTOMER, false);

    assertThat(rule.step(glimpsed, event, traffic)).isEqualTo(rule.step(told, event, traffic));
  }

  private void see(Sighting sighting, Traffic traffic) {
    Optional<Moment> moment = rule.sight(told, sighting, traffic);
    Glimpse glimpse = rule.glimpse(glimpsed, sighting, traffic);

    assertThat(glimpse.moment()).isEqualTo(moment.filter(Moment::recorded));
    assertThat(glimpse.isLeftOut()).isEqualTo(moment.isPresent() && glimpse.moment().isEmpty());
    recorded += glimpse.moment().isPresent() ? 1 : 0;
    leftOut += glimpse.isLeftOut() ? 1 : 0;
  }

  /** Between restaurant and customer, and often close to the one. */
  private static Position place(Random random) {
    double share = random.nextInt(3) == 0 ? random.nextDouble() / 100 : random.nextDouble();

    return new Position(
        RESTAURANT.latitude() + share * (CUSTOMER.latitude() - RESTAURANT.latitude()),
        RESTAURANT.longitude() + share * (CUSTOMER.longitude() - RESTAURANT.longitude()));
  }
}
