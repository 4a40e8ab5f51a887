package io.freshet.serving.eta;

import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * An hour and a half of a market with a few dashers that drive straight at a steady speed; one of
 * them never gets an order. Pings come doubled, late and from impossible places now and then. The
 * same seed gives the same market.
 */
public final class TinyMarket {
  static final String NAME = "tiny";
  static final long IDLE_DASHER = 99;

  /** Any Monday morning. */
  static final long START = 1_790_000_000_000L;

  static final long MILLIS = 90 * 60_000L;

  private static final long END = START + MILLIS;
  private static final long MINUTE = 60_000;
  private static final long PING_EVERY = 15_000;
  private static final int TROUBLED_ORDERS = 12;
  private static final double DRIVING_SPEED = 7;
  private static final double METERS_PER_DEGREE = 111_195;

  private final List<Ping> pings = new ArrayList<>();
  private final List<OrderEvent> steps = new ArrayList<>();
  private final Random random;
  private long nextOrder = 1;

  private TinyMarket(long seed) {
    this.random = new Random(seed);
  }

  public static TinyMarket of(int dashers, long seed) {
    TinyMarket market = new TinyMarket(seed);
    for (long dasher = 1; dasher <= dashers; dasher++) {
      market.work(dasher);
    }
    market.stand(IDLE_DASHER, START, END, market.place());
    market.roughen();
    market.steps.sort(Comparator.comparingLong(OrderEvent::millis));

    return market;
  }

  /** With orders besides that are cancelled, wait ready for their dasher, or change or lose him. */
  public static TinyMarket withTrouble(int dashers, long seed) {
    TinyMarket market = of(dashers, seed);
    for (int n = 0; n < TROUBLED_ORDERS; n++) {
      market.trouble(dashers);
    }
    market.steps.sort(Comparator.comparingLong(OrderEvent::millis));

    return market;
  }

  public List<Ping> pings() {
    return pings;
  }

  public List<OrderEvent> steps() {
    return steps;
  }

  long orders() {
    return nextOrder - 1;
  }

  /** Order after order, with a short rest between. */
  private void work(long dasher) {
    Position here = place();
    long now = START + random.nextInt(60_000);
    while (now < END - 30 * 60_000L) {
      Position restaurant = place();
      Position customer = place();
      long order = nextOrder++;
      long created = now;
      step(order, 1, OrderState.CREATED, created, null, restaurant, customer);
      step(order, 2, OrderState.PREPARING, created + 20_000, null, restaurant, customer);
      now = stand(dasher, now, now + 60_000, here);
      step(order, 3, OrderState.DASHER_ASSIGNED, now, dasher, restaurant, customer);
      now = drive(dasher, null, now, here, restaurant);
      now = stand(dasher, now, now + 40_000 + random.nextInt(40_000), restaurant);
      step(order, 4, OrderState.PICKED_UP, now, dasher, restaurant, customer);
      now = drive(dasher, order, now, restaurant, customer) + 60_000;
      step(order, 5, OrderState.DELIVERED, now, dasher, restaurant, customer);
      here = customer;
    }
  }

  /**
   * Ready before anybody is on the way; then cancelled, or given to one dasher and to another,
   * perhaps after the one has given it back.
   */
  private void trouble(int dashers) {
    Position restaurant = place();
    Position customer = place();
    long order = nextOrder++;
    long now = START + random.nextLong(MILLIS - 30 * MINUTE);
    step(order, 1, OrderState.CREATED, now, null, restaurant, customer);
    step(order, 2, OrderState.READY, now + 4 * MINUTE, null, restaurant, customer);
    now += 8 * MINUTE + random.nextLong(MINUTE);
    if (random.nextBoolean()) {
      step(order, 3, OrderState.CANCELLED, now, null, restaurant, customer);
      return;
    }
    long one = 1 + random.nextInt(dashers);
    step(order, 3, OrderState.DASHER_ASSIGNED, now, one, restaurant, customer);
    if (random.nextBoolean()) {
      step(order, 4, OrderState.READY, now + MINUTE, null, restaurant, customer);
    }
    step(order, 5, OrderState.DASHER_ASSIGNED, now + 3 * MINUTE, IDLE_DASHER, restaurant, customer);
    if (random.nextBoolean()) {
      step(order, 6, OrderState.CANCELLED, now + 7 * MINUTE, IDLE_DASHER, restaurant, customer);
    }
  }

  private void step(
      long order,
      int version,
      OrderState state,
      long millis,
      Long dasher,
      Position restaurant,
      Position customer) {
    steps.add(
        new OrderEvent(NAME, order, version, state, millis, dasher, restaurant, customer, false));
  }

  private long stand(long dasher, long from, long until, Position where) {
    for (long t = from; t < until; t += PING_EVERY) {
      pings.add(new Ping(NAME, dasher, null, new Fix(t, where)));
    }

    return until;
  }

  private long drive(long dasher, Long order, long from, Position start, Position goal) {
    long duration = (long) (1000 * start.metersTo(goal) / DRIVING_SPEED);
    for (long t = 0; t < duration; t += PING_EVERY) {
      double part = (double) t / duration;
      Position where =
          new Position(
              start.latitude() + part * (goal.latitude() - start.latitude()),
              start.longitude() + part * (goal.longitude() - start.longitude()));
      pings.add(new Ping(NAME, dasher, order, new Fix(from + t, where)));
    }

    return from + duration;
  }

  /** In the order of arrival: some pings late, some twice, some from far away. */
  private void roughen() {
    List<Ping> rough = new ArrayList<>();
    pings.sort(Comparator.comparingLong(ping -> ping.fix().millis()));
    for (Ping ping : pings) {
      rough.add(random.nextInt(200) == 0 ? elsewhere(ping) : ping);
      if (random.nextInt(50) == 0) {
        rough.add(ping);
      }
      if (random.nextInt(50) == 0 && rough.size() > 10) {
        rough.add(rough.remove(rough.size() - 8));
      }
    }
    pings.clear();
    pings.addAll(rough);
  }

  private static Ping elsewhere(Ping ping) {
    return new Ping(
        ping.market(),
        ping.dasherId(),
        ping.orderId(),
        new Fix(ping.fix().millis(), new Position(0, 0)));
  }

  /** Anywhere within three kilometers. */
  private Position place() {
    return new Position(
        37.77 + random.nextInt(3_000) / METERS_PER_DEGREE,
        -122.43 + random.nextInt(3_000) / METERS_PER_DEGREE);
  }
}
