package io.freshet.serving.eta.evaluation;

import io.freshet.serving.eta.dasher.Sighting;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.order.Trip;
import io.freshet.serving.eta.order.TripRule;
import io.freshet.serving.eta.prediction.Calibration;
import io.freshet.serving.eta.travel.CellSpeed;
import io.freshet.serving.eta.travel.Cells;
import io.freshet.serving.eta.travel.SpeedWindow;
import io.freshet.serving.eta.travel.Track;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The job's rules over one market without Flink: what it is told, it takes in at once. */
final class OfflineMarket {
  private static final double MIN_MOVE_METERS = 30;

  private final Cells cells = new Cells();
  private final TripRule tripRule = new TripRule(cells, Duration.ofSeconds(20));
  private final Calibration calibration = new Calibration();
  private final Map<Long, Track> tracks = new HashMap<>();
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
    Track track = tracks.getOrDefault(ping.dasherId(), Track.EMPTY);
    Track.Step step = track.next(ping.fix());
    tracks.put(ping.dasherId(), step.track());
    step.stretch()
        .filter(stretch -> ping.orderId() != null || stretch.meters() >= MIN_MOVE_METERS)
        .ifPresent(stretch -> travelled(ping, stretch));
    Trip trip = ping.orderId() == null ? null : trips.get(ping.orderId());
    if (trip == null || step.verdict() != Track.Verdict.BELIEVED) {
      return Optional.empty();
    }
    Sighting sighting = new Sighting(ping.market(), ping.orderId(), ping.dasherId(), ping.fix());

    return tripRule.sight(trip, sighting, this::speed).map(this::seconds);
  }

  private double seconds(Moment moment) {
    return moment.legs().stream().mapToDouble(calibration::medianSeconds).sum();
  }

  private void travelled(Ping ping, Track.Stretch stretch) {
    long cell = cells.cell(ping.fix().position());
    for (long part : new long[] {cell, Cells.area(cell), Cells.WHOLE_MARKET}) {
      windows
          .computeIfAbsent(part, p -> new SpeedWindow())
          .add(ping.fix().millis(), stretch.meters(), stretch.seconds());
    }
  }

  private Optional<CellSpeed> speed(long cell) {
    return Optional.ofNullable(windows.get(cell))
        .map(
            window ->
                new CellSpeed(
                    "", cell, window.totalMeters(), window.totalSeconds(), window.expiresAt()));
  }
}
