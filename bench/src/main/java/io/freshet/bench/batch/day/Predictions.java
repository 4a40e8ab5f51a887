package io.freshet.bench.batch.day;

import io.freshet.bench.batch.day.Prediction.Stage;
import io.freshet.simulator.event.GeoPoint;
import io.freshet.simulator.event.Order;
import io.freshet.simulator.event.OrderState;
import io.freshet.simulator.event.OrderStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes predictions of orders once they are delivered, one for each minute of their way: wrong by
 * some, with features that have the range of real ones and follow from the order's own course.
 * Equal orders give equal predictions.
 */
final class Predictions {
  private static final long MICROS = 1_000_000;
  private static final long EVERY_MICROS = 60 * MICROS;
  private static final double METERS_PER_DEGREE = 111_320;

  /** Told times are off by up to so much of what is left. */
  private static final double LARGEST_ERROR = 0.3;

  private static final double LATE = 1.4;
  private static final int SECONDS_AN_HOUR = 3_600;
  private static final int SECONDS_A_DAY = 24 * SECONDS_AN_HOUR;
  private static final int DAYS_A_WEEK = 7;
  private static final double USUAL_SPEED = 6;

  private final Map<Long, List<OrderStep>> open = new HashMap<>();

  /**
   * @param step in the order of an order's steps
   * @param each gets all predictions of the order, once that was its last step
   */
  void take(OrderStep step, Consumer<Prediction> each) {
    long order = step.order().orderId();
    if (step.state() == OrderState.CANCELLED) {
      open.remove(order);
    } else if (step.state() == OrderState.DELIVERED) {
      List<OrderStep> steps = open.remove(order);
      if (steps != null) {
        predict(steps, step.eventMicros(), each);
      }
    } else if (step.state() == OrderState.CREATED || open.containsKey(order)) {
      open.computeIfAbsent(order, unseen -> new ArrayList<>()).add(step);
    }
  }

  private static void predict(
      List<OrderStep> steps, long deliveredMicros, Consumer<Prediction> each) {
    int passed = 0;
    for (long now = steps.get(0).eventMicros(); now < deliveredMicros; now += EVERY_MICROS) {
      while (passed + 1 < steps.size() && steps.get(passed + 1).eventMicros() <= now) {
        passed++;
      }
      each.accept(prediction(steps.get(passed), now, deliveredMicros));
    }
  }

  private static Prediction prediction(OrderStep last, long now, long deliveredMicros) {
    Order order = last.order();
    Stage stage = stage(last);
    double left = (deliveredMicros - now) / (double) MICROS;
    double told = left * (1 + LARGEST_ERROR * noise(order.orderId(), now));
    double way = meters(order.pickup(), order.dropoff());
    double leg =
        stage == Stage.TO_CUSTOMER
            ? way * left / Math.max(left, (deliveredMicros - last.eventMicros()) / (double) MICROS)
            : way;

    return new Prediction(
        order,
        last.version(),
        last.dasherId(),
        now,
        stage,
        (int) told,
        (int) leg,
        features(last, stage, now, told, way, leg));
  }

  private static Stage stage(OrderStep last) {
    if (last.state() == OrderState.PICKED_UP) {
      return Stage.TO_CUSTOMER;
    }

    return last.dasherId().isPresent() ? Stage.TO_RESTAURANT : Stage.PREPARATION;
  }

  /** In the order of {@code notebooks/training/features.json}. */
  private static List<Float> features(
      OrderStep last, Stage stage, long now, double told, double way, double leg) {
    GeoPoint goal = last.order().dropoff();
    GeoPoint from = last.order().pickup();
    double share = way == 0 ? 0 : leg / way;
    double latitude = goal.latitude() + share * (from.latitude() - goal.latitude());
    double longitude = goal.longitude() + share * (from.longitude() - goal.longitude());
    double noise = noise(last.order().orderId(), now);
    double speed = USUAL_SPEED * (1 + noise / 2);
    long seconds = now / MICROS;

    return floats(
        stage.ordinal(),
        last.state().ordinal(),
        told,
        told * LATE,
        leg,
        leg,
        speed,
        stage == Stage.TO_CUSTOMER ? 0 : 1,
        (goal.longitude() - longitude) * METERS_PER_DEGREE,
        (goal.latitude() - latitude) * METERS_PER_DEGREE,
        latitude,
        longitude,
        goal.latitude(),
        goal.longitude(),
        seconds % SECONDS_A_DAY / (double) SECONDS_AN_HOUR,
        seconds / SECONDS_A_DAY % DAYS_A_WEEK,
        (now - last.eventMicros()) / (double) MICROS,
        (1 + noise) * 2,
        noise > 0.5 ? 30 * noise : 0,
        way,
        way - leg,
        speed,
        1 + noise / 10,
        share);
  }

  private static List<Float> floats(double... values) {
    List<Float> floats = new ArrayList<>(values.length);
    for (double value : values) {
      floats.add((float) value);
    }

    return floats;
  }

  private static double meters(GeoPoint from, GeoPoint to) {
    double north = to.latitude() - from.latitude();
    double east =
        (to.longitude() - from.longitude()) * StrictMath.cos(Math.toRadians(to.latitude()));

    return StrictMath.hypot(north, east) * METERS_PER_DEGREE;
  }

  /** From -1 to 1, of SplitMix64's last step: neighbours come out far apart. */
  private static double noise(long order, long micros) {
    long mixed = order * 31 + micros / EVERY_MICROS;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;

    return ((mixed ^ (mixed >>> 31)) >> 11) * 0x1.0p-52;
  }
}
