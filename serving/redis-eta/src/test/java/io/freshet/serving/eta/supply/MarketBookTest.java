package io.freshet.serving.eta.supply;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Grid;
import io.freshet.serving.eta.travel.KnownCells;
import io.freshet.serving.eta.travel.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is counted with each event is what a walk through all dashers and orders finds, for every
 * minute that is not settled, whatever comes in whatever order, over restarts.
 */
class MarketBookTest {
  private static final long MINUTE = Minutes.MILLIS;
  private static final long HOUR = 60 * MINUTE;
  private static final long START = 1_790_000_040_000L;
  private static final int EVENTS = 4_000;
  private static final int DASHERS = 12;

  private final Grid grid = new Grid(SupplyFunction.RESOLUTION);
  private final WalkedPicture walk = new WalkedPicture(grid);
  private final Map<Long, DasherTrail> walkedDashers = new TreeMap<>();
  private final Map<Long, OrderTrail> walkedOrders = new TreeMap<>();
  private final Held<DasherTrail> dashers = new Held<>(new HashMap<>());
  private final Held<OrderTrail> orders = new Held<>(new HashMap<>());
  private final List<Runnable> sent = new ArrayList<>();
  private final Map<Long, Integer> versions = new HashMap<>();
  private final Map<String, Step> steps = new HashMap<>();
  private MarketBook book = book(Long.MIN_VALUE / 2);
  private long settled = Long.MIN_VALUE / 2;
  private long newest = START;

  /** Trails in a plain map. */
  private record Held<T extends Trail>(Map<Long, T> trails) implements Trails<T> {
    @Override
    public T of(long id) {
      return trails.get(id);
    }

    @Override
    public void keep(long id, T trail) {
      trails.put(id, trail);
    }

    @Override
    public void drop(long id) {
      trails.remove(id);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void countsWhatAWalkThroughAllFinds(long seed) throws Exception {
    Random random = new Random(seed);
    long now = START;
    for (int i = 0; i < EVENTS; i++) {
      now += pause(random);
      newest = Math.max(newest, now);
      happen(random, now - delay(random));
      if (random.nextInt(10) == 0) {
        check(random);
      }
      if (random.nextInt(15) == 0) {
        settle(Math.max(settled + MINUTE, Minutes.endOf(now - 3 * MINUTE) - MINUTE));
      }
      if (random.nextInt(200) == 0) {
        book = book(settled);
        book.restore(dashers.trails().entrySet(), orders.trails().entrySet());
      }
    }
  }

  @Test
  void keepsNothingOfWhoeverIsSilentAndOfOrdersThatAreLongOver() throws Exception {
    book.see(7, new Sight(new Fix(START, place(0)), 50L));
    book.take(50, new Step(1, OrderState.CREATED, START, null, place(1)));
    book.take(50, new Step(2, OrderState.DELIVERED, START + 1, 7L, null));

    book.settle(START + 6 * MINUTE);
    book.settle(START + 7 * MINUTE);
    assertThat(dashers.trails()).isEmpty();
    assertThat(orders.trails().get(50L).steps()).extracting(Step::version).containsExactly(2);

    book.settle(START + 6 * HOUR + 2 * MINUTE);
    book.settle(START + 6 * HOUR + 3 * MINUTE);
    assertThat(orders.trails()).isEmpty();
  }

  private MarketBook book(long done) {
    return new MarketBook(new StandingRule(new KnownCells(grid)), dashers, orders, done);
  }

  /** Mostly seconds; now and then so long that everybody is silent, or every order forgotten. */
  private static long pause(Random random) {
    int rare = random.nextInt(1_500);
    if (rare == 0) {
      return 5 * HOUR + random.nextLong(2 * HOUR);
    }

    return rare < 10 ? random.nextLong(9 * MINUTE) : random.nextLong(10_000);
  }

  /** A few come from the time to come. */
  private static long delay(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> random.nextLong(3 * MINUTE);
      case 1 -> random.nextLong(12 * MINUTE);
      case 2 -> -random.nextLong(8 * MINUTE);
      case 3 -> random.nextInt(40) == 0 ? random.nextLong(8 * HOUR) : 0;
      default -> random.nextLong(5_000);
    };
  }

  private void happen(Random random, long happened) {
    // Full minutes are where it is easy to be wrong.
    long millis = random.nextInt(6) == 0 ? happened / MINUTE * MINUTE : happened;
    int which = random.nextInt(20);
    if (which == 0 && !sent.isEmpty()) {
      sent.get(Math.max(0, sent.size() - 1 - random.nextInt(300))).run();
    } else if (which < 6) {
      send(step(random, millis));
    } else {
      send(ping(random, millis));
    }
  }

  private void send(Runnable event) {
    sent.add(event);
    event.run();
  }

  private Runnable ping(Random random, long millis) {
    long dasherId = random.nextInt(DASHERS);
    Long orderId = random.nextInt(3) > 0 ? null : order(random);
    Sight sight = new Sight(new Fix(millis, place(random.nextInt(1_000))), orderId);

    return () -> {
      walkedDashers.computeIfAbsent(dasherId, any -> new DasherTrail()).add(sight);
      unchecked(() -> book.see(dasherId, sight));
    };
  }

  /**
   * Any state after any other, by anybody or nobody, so orders are given back as well. A version is
   * always the same step.
   */
  private Runnable step(Random random, long millis) {
    long orderId = order(random);
    int version =
        random.nextInt(10) == 0
            ? random.nextInt(6)
            : versions.merge(orderId, 1 + random.nextInt(2), Integer::sum);
    boolean begins = version <= 2;
    OrderState state =
        begins && random.nextInt(3) > 0 ? OrderState.CREATED : OrderState.of(random.nextInt(8));
    Long dasherId = random.nextInt(3) == 0 ? null : (long) random.nextInt(DASHERS);
    Position pickup = random.nextInt(4) == 0 ? null : place(random.nextInt(1_000));
    Step step =
        steps.computeIfAbsent(
            orderId + "-" + version, any -> new Step(version, state, millis, dasherId, pickup));

    return () -> {
      walkedOrders.computeIfAbsent(orderId, any -> new OrderTrail()).add(step);
      unchecked(() -> book.take(orderId, step));
    };
  }

  /** New ones come up as time goes on. */
  private long order(Random random) {
    return (newest - START) / (10 * MINUTE) * 4 + random.nextInt(16);
  }

  private void check(Random random) {
    long first = Math.max(settled + MINUTE, Minutes.endOf(newest) - 20 * MINUTE);
    for (long minute = first; minute <= newest + 16 * MINUTE; minute += MINUTE) {
      check(minute);
    }
    check(Math.max(first, Minutes.endOf(newest + random.nextLong(7 * HOUR))));
  }

  private void check(long minute) {
    assertThat(book.at(minute))
        .as("minute %d", (minute - START) / MINUTE)
        .isEqualTo(walk.at(minute, walkedDashers.entrySet(), walkedOrders.entrySet()));
  }

  private void settle(long minute) throws Exception {
    check(minute);
    book.settle(minute);
    settled = minute;
    forget(walkedDashers, minute + MINUTE);
    forget(walkedOrders, minute + MINUTE);
  }

  private static void forget(Map<Long, ? extends Trail> trails, long minute) {
    trails
        .values()
        .removeIf(
            trail -> {
              trail.forgetBefore(minute);

              return trail.isEmpty();
            });
  }

  /** Over some thirty cells. */
  private static Position place(int which) {
    return new Position(37.70 + which % 32 * 0.003, -122.45 + which / 32 * 0.004);
  }

  private interface Throwing {
    void run() throws Exception;
  }

  private static void unchecked(Throwing action) {
    try {
      action.run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
