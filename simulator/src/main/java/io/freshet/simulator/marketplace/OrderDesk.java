package io.freshet.simulator.marketplace;

import io.freshet.simulator.event.Order;
import io.freshet.simulator.event.Order.Money;
import io.freshet.simulator.event.OrderState;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Takes a city's orders from the customer to the restaurant, a dasher and back. */
final class OrderDesk {
  /** Orders an hour for each dasher that is online at the busiest time. */
  static final double ORDERS_PER_DASHER_HOUR = 2.8;

  /** Steps of an ordinary order; a few are cancelled or change their dasher. */
  static final double STEPS_PER_ORDER = 6.9;

  static final String DECLINED = "restaurant_declined";
  static final String CHANGED_MIND = "customer_cancelled";
  static final String NO_DASHER = "no_dasher";

  private static final double DECLINED_PART = .015;
  private static final double CHANGED_MIND_PART = .025;
  private static final double DASHER_REFUSES_PART = .15;
  private static final double DASHER_GIVES_UP_PART = .02;
  private static final double RETURN_TO_RESTAURANTS_PART = .6;

  private static final double CONFIRM_MEDIAN_SECONDS = 35;
  private static final double CONFIRM_SIGMA = .6;
  private static final double PREPARATION_SIGMA = .35;
  // Some restaurants call a dasher at once, some when the food is getting cold.
  private static final double CALL_DASHER_FROM = .1;
  private static final double CALL_DASHER_TO = 1.1;
  private static final double MILLIS_AN_HOUR = 3_600_000;
  private static final long LONGEST_SEARCH_MILLIS = TimeUnit.MINUTES.toMillis(45);
  private static final long LONGEST_PAUSE_BETWEEN_ORDERS_MILLIS = TimeUnit.MINUTES.toMillis(1);

  private final City city;
  private final int cityNumber;
  private final double ordersPerMilliAtPeak;
  private final Town town;
  private final Fleet fleet;
  private final StreetGrid grid;
  private final LocalClock clock;
  private final Agenda agenda;
  private final RandomGenerator random;
  private final OrderLog log;
  private long orders;

  OrderDesk(CityParts parts, Town town, Fleet fleet, OrderLog log) {
    this.city = parts.city();
    this.cityNumber = parts.number();
    this.ordersPerMilliAtPeak = parts.dashersAtPeak() * ORDERS_PER_DASHER_HOUR / MILLIS_AN_HOUR;
    this.town = town;
    this.fleet = fleet;
    this.grid = parts.grid();
    this.clock = parts.clock();
    this.agenda = parts.agenda();
    this.random = parts.random();
    this.log = log;
  }

  /** Goes on taking orders at the hour's rate. */
  void awaitNextOrder() {
    double perMilli = ordersPerMilliAtPeak * Rhythm.orders(clock.minuteOfDay(agenda.now()));
    double pause = -StrictMath.log(1 - random.nextDouble()) / perMilli;
    // The rate changes over the day; arrivals have no memory, so a long pause may be drawn anew.
    if (pause > LONGEST_PAUSE_BETWEEN_ORDERS_MILLIS) {
      agenda.after(LONGEST_PAUSE_BETWEEN_ORDERS_MILLIS, this::awaitNextOrder);
    } else {
      agenda.after((long) pause, this::take);
    }
  }

  private void take() {
    awaitNextOrder();
    Spot customer = town.customerAddress();
    Restaurant restaurant = town.restaurantNear(customer);
    Order order =
        new Order(
            city.market(),
            Ids.order(cityNumber, agenda.now(), orders++),
            OptionalLong.of(restaurant.id()),
            OptionalLong.of(town.customer()),
            grid.geoPoint(restaurant.spot()),
            grid.geoPoint(customer),
            Optional.of(
                new Money(
                    Math.round(lognormal(city.currency().typicalSubtotal(), .4)),
                    city.currency().code())));
    OpenOrder open = new OpenOrder(order, restaurant, customer, agenda.now());
    enter(open, OrderState.CREATED);
    if (random.nextDouble() < CHANGED_MIND_PART) {
      agenda.after(seconds(60, 1_200), () -> cancel(open, CHANGED_MIND));
    }
    agenda.after(
        (long) (1_000 * lognormal(CONFIRM_MEDIAN_SECONDS, CONFIRM_SIGMA)), () -> answer(open));
  }

  private void answer(OpenOrder open) {
    if (random.nextDouble() < DECLINED_PART) {
      cancel(open, DECLINED);
    } else if (!open.isClosed) {
      enter(open, OrderState.CONFIRMED);
      agenda.after(seconds(5, 60), () -> prepare(open));
    }
  }

  private void prepare(OpenOrder open) {
    if (open.isClosed) {
      return;
    }
    enter(open, OrderState.PREPARING);
    double millis = 60_000 * lognormal(open.restaurant.typicalMinutes(), PREPARATION_SIGMA);
    agenda.after((long) millis, () -> ready(open));
    agenda.after(
        (long) (millis * random.nextDouble(CALL_DASHER_FROM, CALL_DASHER_TO)),
        () -> findDasher(open));
  }

  private void ready(OpenOrder open) {
    if (open.isClosed) {
      return;
    }
    enter(open, OrderState.READY);
    open.isReady = true;
    if (open.isDasherThere) {
      handOver(open);
    }
  }

  private void findDasher(OpenOrder open) {
    if (open.isClosed) {
      return;
    }
    if (agenda.now() - open.createdMillis > LONGEST_SEARCH_MILLIS) {
      cancel(open, NO_DASHER);
      return;
    }
    Optional<Dasher> dasher = fleet.nearestIdle(open.restaurant.spot());
    if (dasher.isEmpty() || random.nextDouble() < DASHER_REFUSES_PART) {
      agenda.after(seconds(5, 25), () -> findDasher(open));
    } else {
      assign(open, dasher.get());
    }
  }

  private void assign(OpenOrder open, Dasher dasher) {
    int assignment = ++open.assignment;
    open.dasher = dasher;
    fleet.engage(dasher);
    enter(open, OrderState.DASHER_ASSIGNED);
    fleet.drive(dasher, open.restaurant.spot(), () -> arriveAtRestaurant(open, assignment));
    if (random.nextDouble() < DASHER_GIVES_UP_PART) {
      agenda.after(seconds(30, 300), () -> giveUp(open, assignment));
    }
  }

  private void giveUp(OpenOrder open, int assignment) {
    if (open.isAssigned(assignment) && !open.isPickedUp) {
      open.isDasherThere = false;
      fleet.sendHome(open.dasher);
      open.dasher = null;
      agenda.after(seconds(5, 25), () -> findDasher(open));
    }
  }

  private void arriveAtRestaurant(OpenOrder open, int assignment) {
    if (!open.isAssigned(assignment)) {
      return;
    }
    open.isDasherThere = true;
    if (open.isReady) {
      handOver(open);
    }
  }

  private void handOver(OpenOrder open) {
    int assignment = open.assignment;
    agenda.after(seconds(20, 120), () -> pickUp(open, assignment));
  }

  private void pickUp(OpenOrder open, int assignment) {
    if (!open.isAssigned(assignment)) {
      return;
    }
    open.isPickedUp = true;
    open.dasher.carrying = OptionalLong.of(open.order.orderId());
    enter(open, OrderState.PICKED_UP);
    fleet.drive(
        open.dasher, open.customer, () -> agenda.after(seconds(20, 90), () -> deliver(open)));
  }

  private void deliver(OpenOrder open) {
    enter(open, OrderState.DELIVERED);
    close(open);
    Dasher dasher = open.dasher;
    free(open);
    if (random.nextDouble() < RETURN_TO_RESTAURANTS_PART) {
      agenda.after(
          seconds(5, 60),
          () -> fleet.waitAt(dasher, town.restaurantNear(dasher.drive.at(agenda.now())).spot()));
    }
  }

  private void cancel(OpenOrder open, String reason) {
    if (open.isClosed || open.isPickedUp) {
      return;
    }
    enter(open, OrderState.CANCELLED, Optional.of(reason));
    close(open);
    if (open.dasher != null) {
      free(open);
    }
  }

  private void close(OpenOrder open) {
    open.isClosed = true;
    log.closed(open);
  }

  private void free(OpenOrder open) {
    Dasher dasher = open.dasher;
    open.dasher = null;
    dasher.carrying = OptionalLong.empty();
    fleet.release(dasher);
  }

  private void enter(OpenOrder open, OrderState state) {
    enter(open, state, Optional.empty());
  }

  private void enter(OpenOrder open, OrderState state, Optional<String> reason) {
    log.entered(open, open.step(state, agenda.now(), reason));
  }

  private long seconds(int from, int to) {
    return random.nextLong(from * 1_000L, to * 1_000L);
  }

  private double lognormal(double median, double sigma) {
    return median * StrictMath.exp(sigma * random.nextGaussian());
  }
}
