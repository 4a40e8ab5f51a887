package io.freshet.serving.eta.evaluation;

import io.freshet.serving.eta.evaluation.RecordedCabs.CabTrip;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Twenty-four hours of the recording as the job's two streams: a run is an order's delivery. */
final class CabsDay {
  private static final String MARKET = "san_francisco";

  private final Map<String, Long> dashers = new HashMap<>();
  private final List<OrderEvent> steps = new ArrayList<>();
  private final List<Ping> pings = new ArrayList<>();
  private final long fromSeconds;
  private final long toSeconds;

  private CabsDay(long fromSeconds, long toSeconds) {
    this.fromSeconds = fromSeconds;
    this.toSeconds = toSeconds;
  }

  static Arrivals of(RecordedCabs cabs, long fromSeconds, long toSeconds) {
    CabsDay day = new CabsDay(fromSeconds, toSeconds);
    List<CabTrip> trips = cabs.trips();
    for (int i = 0; i < trips.size(); i++) {
      day.add(i, trips.get(i));
    }
    // A cab's drop and next pick-up may carry the same time: the drop comes first.
    day.steps.sort(
        Comparator.comparingLong(OrderEvent::millis)
            .thenComparing(step -> step.state() == OrderState.PICKED_UP));
    cabs.pings(
        ping -> {
          if (day.isWithin(ping.seconds())) {
            Fix fix = new Fix(1000 * ping.seconds(), ping.position());
            day.pings.add(new Ping(MARKET, day.dasher(ping.cab()), null, fix));
          }
        });

    return Arrivals.of(day.steps, day.pings);
  }

  private void add(long orderId, CabTrip trip) {
    if (!isWithin(trip.pickupSeconds())) {
      return;
    }
    step(orderId, 1, OrderState.PICKED_UP, trip.pickupSeconds(), trip);
    if (isWithin(trip.dropSeconds())) {
      step(orderId, 2, OrderState.DELIVERED, trip.dropSeconds(), trip);
    }
  }

  private void step(long orderId, int version, OrderState state, long seconds, CabTrip trip) {
    boolean pickup = state == OrderState.PICKED_UP;
    Position none = null;
    steps.add(
        new OrderEvent(
            MARKET,
            orderId,
            version,
            state,
            1000 * seconds,
            dasher(trip.cab()),
            pickup ? trip.pickup() : none,
            pickup ? trip.drop() : none,
            false));
  }

  private boolean isWithin(long seconds) {
    return seconds >= fromSeconds && seconds < toSeconds;
  }

  private long dasher(String cab) {
    return dashers.computeIfAbsent(cab, c -> (long) dashers.size());
  }
}
