package io.freshet.serving.eta.evaluation;

import io.freshet.serving.eta.dasher.Dasher;
import io.freshet.serving.eta.dasher.DasherActivity.Limits;
import io.freshet.serving.eta.dasher.DasherRule;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.model.ServingModel;
import io.freshet.serving.eta.order.EtaUpdate;
import io.freshet.serving.eta.order.Forecast;
import io.freshet.serving.eta.order.ForecastRule;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.order.Trip;
import io.freshet.serving.eta.order.TripRule;
import io.freshet.serving.eta.prediction.Calibration;
import io.freshet.serving.eta.promise.Promise;
import io.freshet.serving.eta.promise.PromiseRule;
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
  private final TripRule tripRule =
      new TripRule(cells, Duration.ofSeconds(20), Duration.ofMinutes(3));
  private final Calibration calibration = new Calibration();
  private final DasherRule dasherRule =
      new DasherRule(
          cells,
          Limits.of(Duration.ofMinutes(20), Duration.ofMinutes(5)),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1));
  private final Map<Long, Dasher> dashers = new HashMap<>();
  private final Map<Long, SpeedWindow> windows = new HashMap<>();
  private final Map<Long, Trip> trips = new HashMap<>();
  private final PromiseRule promiseRule = new PromiseRule();
  private final Map<Long, Promise> promises = new HashMap<>();
  private final ServingModel model;

  OfflineMarket(ServingModel model) {
    this.model = model;
  }

  /** What was forecast of an order, and what its customer was told. */
  record Eta(Forecast forecast, EtaUpdate told) {}

  /** Takes a step of an order; its ETA from then on, if there is one. */
  Optional<Eta> step(OrderEvent event) {
    Trip trip = trips.computeIfAbsent(event.orderId(), id -> new Trip());
    TripRule.Progress progress = tripRule.step(trip, event, this::speed);
    progress.lesson().ifPresent(lesson -> lesson.outcomes().forEach(calibration::learn));
    if (event.state().isFinal()) {
      trips.remove(event.orderId());
      promises.remove(event.orderId());
    }

    return progress.moment().filter(moment -> !moment.legs().isEmpty()).map(this::eta);
  }

  /** Takes a ping; the ETA of the order that it belongs to, if it has any. */
  Optional<Eta> ping(Ping ping) {
    Dasher dasher = dashers.computeIfAbsent(ping.dasherId(), id -> new Dasher());
    DasherRule.Seen seen = dasherRule.see(dasher, ping);
    seen.hops().forEach(this::travelled);

    return seen.sightings().stream()
        .filter(sighting -> trips.containsKey(sighting.orderId()))
        .flatMap(
            sighting ->
                tripRule.sight(trips.get(sighting.orderId()), sighting, this::speed).stream())
        .map(this::eta)
        .findFirst();
  }

  private Eta eta(Moment moment) {
    Forecast forecast = model.of(ForecastRule.of(moment, calibration));
    Promise promise = promises.computeIfAbsent(moment.orderId(), id -> new Promise());

    return new Eta(forecast, promiseRule.tell(promise, forecast));
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
