package io.freshet.bench.serve.state;

import io.freshet.bench.serve.LiveOrder;
import io.freshet.bench.serve.Version;
import io.freshet.simulator.event.GeoPoint;
import io.freshet.simulator.event.Order;
import io.freshet.simulator.event.OrderState;
import io.freshet.simulator.event.OrderStep;
import io.freshet.simulator.event.OrderStep.Provenance;
import io.freshet.simulator.event.Ping;
import io.freshet.simulator.event.SimulatedEvent;
import io.freshet.simulator.marketplace.City;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Orders that are all under way, each with a dasher of its own: 24 minutes old, twelve of them on
 * their dashers' minds, with a ping every half minute since, as often as a trip keeps a sample. Not
 * thread-safe.
 */
final class ActiveOrders {
  private static final int TICKS = 48;
  private static final int FIRST_PING = 24;
  private static final long TICK_MICROS = 30_000_000;
  private static final long MICROS_PER_MILLI = 1000;
  private static final double MICROS = 1e6;

  /** What happens to each order, and in which tick. */
  private static final List<Milestone> MILESTONES =
      List.of(
          new Milestone(0, OrderState.CREATED),
          new Milestone(1, OrderState.CONFIRMED),
          new Milestone(3, OrderState.PREPARING),
          new Milestone(FIRST_PING, OrderState.DASHER_ASSIGNED),
          new Milestone(30, OrderState.READY),
          new Milestone(36, OrderState.PICKED_UP));

  private static final int CARRIED_FROM = 36;
  private static final int LAST_VERSION = MILESTONES.size();

  private static final int A_SIDE = 200; // dashers along each side of a city
  private static final double APART_DEGREES = 0.001;
  private static final double DEGREES_A_SECOND = 4.5e-5; // 5 m/s to the north

  private final List<City> cities = City.shipped();
  private final int count;
  private final long beginMicros;
  private final long[] newestMillis;

  /**
   * @param now when their past ends
   */
  ActiveOrders(int count, Instant now) {
    this.count = count;
    this.beginMicros = ChronoUnit.MICROS.between(Instant.EPOCH, now) - TICKS * TICK_MICROS;
    this.newestMillis = new long[count];
  }

  private record Milestone(int tick, OrderState state) {}

  /** How many events their past has. */
  long pastEvents() {
    return (long) count * (MILESTONES.size() + TICKS - FIRST_PING);
  }

  /** What has happened to them, in the order of time. */
  void past(Consumer<SimulatedEvent> sink) {
    for (int tick = 0; tick < TICKS; tick++) {
      for (int order = 0; order < count; order++) {
        long micros = beginMicros + tick * TICK_MICROS + order * TICK_MICROS / count;
        for (int i = 0; i < MILESTONES.size(); i++) {
          if (MILESTONES.get(i).tick() == tick) {
            sink.accept(step(order, i + 1, MILESTONES.get(i).state(), micros));
          }
        }
        if (tick >= FIRST_PING) {
          // Behind the step of the same tick, and before the next order's.
          sink.accept(ping(order, micros + MICROS_PER_MILLI, tick >= CARRIED_FROM));
        }
      }
    }
  }

  /** Where the order's dasher is now. */
  Ping ping(int order, Instant now) {
    return ping(order, ChronoUnit.MILLIS.between(Instant.EPOCH, now) * MICROS_PER_MILLI, true);
  }

  private Ping ping(int order, long micros, boolean isCarried) {
    newestMillis[order] = Math.max(newestMillis[order], micros / MICROS_PER_MILLI);

    return new Ping(
        city(order).market(),
        dasher(order),
        isCarried ? OptionalLong.of(id(order)) : OptionalLong.empty(),
        place(order, micros),
        micros,
        OptionalInt.of(5));
  }

  private OrderStep step(int order, int version, OrderState state, long micros) {
    boolean hasDasher = version > 3;

    return new OrderStep(
        new Order(
            city(order).market(),
            id(order),
            OptionalLong.of(1 + order % 1000),
            OptionalLong.of(1 + order),
            place(order, beginMicros + CARRIED_FROM * TICK_MICROS),
            place(order, beginMicros + 2 * TICKS * TICK_MICROS),
            Optional.empty()),
        version,
        state,
        micros,
        hasDasher ? OptionalLong.of(dasher(order)) : OptionalLong.empty(),
        Optional.empty(),
        Provenance.OBSERVED);
  }

  private City city(int order) {
    return cities.get(order % cities.size());
  }

  private static long id(int order) {
    return 1_000_000L + order;
  }

  private static long dasher(int order) {
    return 1L + order;
  }

  private GeoPoint place(int order, long micros) {
    int inCity = order / cities.size();
    GeoPoint centre = city(order).centre();
    double seconds = (micros - beginMicros) / MICROS;

    return GeoPoint.ofDegrees(
        centre.latitude()
            + APART_DEGREES * (inCity / A_SIDE % A_SIDE - A_SIDE / 2.0)
            + DEGREES_A_SECOND * seconds,
        centre.longitude() + APART_DEGREES * (inCity % A_SIDE - A_SIDE / 2.0));
  }

  int count() {
    return count;
  }

  /** The version that Redis must show of each in the end. */
  Map<LiveOrder, Version> newest() {
    Map<LiveOrder, Version> newest = new HashMap<>();
    IntStream.range(0, count)
        .forEach(
            order ->
                newest.put(
                    new LiveOrder(city(order).market(), id(order)),
                    new Version(LAST_VERSION, newestMillis[order])));

    return newest;
  }
}
