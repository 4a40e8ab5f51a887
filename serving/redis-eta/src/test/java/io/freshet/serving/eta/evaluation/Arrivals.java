package io.freshet.serving.eta.evaluation;

import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The events of two streams in the order in which they are received, with places as fine as events
 * carry them. One is received when its time has come, or when the next one before it has been.
 */
record Arrivals(List<Arrived> all) {
  private static final double PER_DEGREE = 1e6;

  /**
   * An event of a stream.
   *
   * @param offset its place in the stream
   */
  record Arrived(Object event, int stream, long receivedMillis, long offset) {}

  /** Each of the lists is in the order in which its stream received it. */
  static Arrivals of(List<OrderEvent> steps, List<Ping> pings) {
    List<Arrived> all = new ArrayList<>();
    add(steps.stream().map(Arrivals::rounded).toList(), OrderEvent::millis, 0, all);
    add(pings.stream().map(Arrivals::rounded).toList(), Ping::millis, 1, all);
    all.sort(Comparator.comparingLong(Arrived::receivedMillis).thenComparingInt(Arrived::stream));

    return new Arrivals(all);
  }

  /** As if each had been received when it was sent. */
  static List<Ping> inTime(List<Ping> pings) {
    return pings.stream().sorted(Comparator.comparingLong(Ping::millis)).toList();
  }

  private static <T> void add(
      List<T> events, ToLongFunction<T> millis, int stream, List<Arrived> all) {
    long received = Long.MIN_VALUE;
    long offset = 0;
    for (T event : events) {
      received = Math.max(received, millis.applyAsLong(event));
      all.add(new Arrived(event, stream, received, offset++));
    }
  }

  private static OrderEvent rounded(OrderEvent event) {
    return new OrderEvent(
        event.market(),
        event.orderId(),
        event.orderVersion(),
        event.state(),
        event.millis(),
        event.dasherId(),
        rounded(event.pickup()),
        rounded(event.dropoff()),
        event.synthetic());
  }

  private static Ping rounded(Ping ping) {
    Fix fix = new Fix(ping.fix().millis(), rounded(ping.fix().position()));

    return new Ping(ping.market(), ping.dasherId(), ping.orderId(), fix);
  }

  private static Position rounded(Position place) {
    return place == null
        ? null
        : new Position(
            Math.rint(place.latitude() * PER_DEGREE) / PER_DEGREE,
            Math.rint(place.longitude() * PER_DEGREE) / PER_DEGREE);
  }
}
