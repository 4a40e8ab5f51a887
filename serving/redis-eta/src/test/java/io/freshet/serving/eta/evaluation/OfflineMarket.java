package io.freshet.serving.eta.evaluation;

import io.freshet.serving.eta.dasher.Dasher;
import io.freshet.serving.eta.dasher.DasherActivity.Limits;
import io.freshet.serving.eta.dasher.DasherRule;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.order.Trip;
import io.freshet.serving.eta.order.TripRule;
import io.freshet.serving.eta.prediction.Calibration;
import io.freshet.serving.eta.travel.CellSpeed;
import io.freshet.serving.eta.travel.Cells;
import io.freshet.serving.eta.travel.Hop;
import io.freshet.serving.eta.travel.SpeedWindow;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The job's rules over one market without Flink: what it is told, it takes in at once. */
final class OfflineMarket {
  private final Cells cells = new Cells();
  private final TripRule tripRule = new TripRule(cells, Duration.ofSeconds(20));
  private final Calibration calibration = new Calibration();
  private final DasherRule dasherRule =
      new DasherRule(
          cells, Limits.of(Duration.ofMinutes(20), Duration.ofMinutes(5)), Duration.ofSeconds(30));
  private final Map<Long, Dasher> dashers = new HashMap<>();
  private final Map<Long, SpeedWindow> windows = new HashMap<>();
  private final Map<Long, Trip> trips = new HashMap<>();

  /** Takes a step of an order; the seconds that are left from then on, if there is an ETA. */
  Optional<Double> step(OrderEvent event) {
    Trip trip = trips.computeIfAbsent(event.orderId(), id -> new Trip());
    TripRule.Progress progress = tripRule.step(trip, event, this::speed);
    progress.lesson().ifPresent(lesson -> lesson.outcomes().forEach(calibration::learn));
    if (event.state().isFinal()) {
      trips.remove(event.orderId());
    }

    return progress.moment().filter(moment -> !moment.legs().isEmpty()).map(this::seconds);
  }

  /** Takes a ping; the seconds that are left for the order that it belongs to, if it has any. */
  Optional<Double> ping(Ping ping) {
    Dasher dasher = dashers.computeIfAbsent(ping.dasherId(), id -> new Dasher());
    DasherRule.Seen seen = dasherRule.see(dasher, ping);
    seen.hops().forEach(this::travelled);

    return seen.sightings().stream()
        .filter(sighting -> trips.containsKey(sighting.orderId()))
        .flatMap(
            sighting ->
                tripRule.sight(trips.get(sighting.orderId()), sighting, this::speed).stream())
        .map(this::seconds)
        .findFirst();
  }

  private double seconds(Moment moment) {
    return moment.legs().stream().mapToDouble(calibration::medianSeconds).sum();
  }

  private void travelled(Hop hop) {
    windows
        .computeIfAbsent(hop.cell(), part -> new SpeedWindow())
        .add(hop.millis(), hop.meters(), hop.seconds());
  }

  private Optional<CellSpeed> speed(long cell) {
    return Optional.ofNullable(windows.get(cell))
        .map(
            window ->
                new CellSpeed(
                    "", cell, window.totalMeters(), window.totalSeconds(), window.expiresAt()));
  }
}
