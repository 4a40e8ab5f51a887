package io.freshet.serving.eta.evaluation;

import io.freshet.serving.eta.evaluation.OfflineMarket.Eta;
import io.freshet.serving.eta.evaluation.RecordedCabs.CabPing;
import io.freshet.serving.eta.evaluation.RecordedCabs.CabTrip;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.model.ServingModel;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Plays the recorded pings and trips in the order of time through the rules of the job and measures
 * the mean absolute error of the remaining time on the last days, beside a constant median learned
 * from the days before, and how often the customer came no later than the latest arrival. A trip's
 * end is told to the rules only when its time has come.
 */
final class CabsEvaluation {
  private static final String MARKET = "san_francisco";
  private static final long LOCAL_MIDNIGHT_SECONDS = 7 * 3600;
  private static final long DAY = 86_400;

  private final RecordedCabs cabs;
  private final int firstJudgedDay;
  private final OfflineMarket market;
  private final Map<String, Long> dashers = new HashMap<>();
  private final Map<Long, Active> active = new HashMap<>();
  private final Deque<Step> steps = new ArrayDeque<>();
  private final Errors pickupErrors = new Errors();
  private final Errors wayErrors = new Errors();
  private final Consumer<CabsTraining.Row> learned;
  private long firstDay;
  private long pings;
  private long nanos;

  /**
   * @param learned gets what is recorded of the days that are not judged
   */
  CabsEvaluation(
      RecordedCabs cabs,
      int firstJudgedDay,
      ServingModel model,
      Consumer<CabsTraining.Row> learned) {
    this.cabs = cabs;
    this.firstJudgedDay = firstJudgedDay;
    this.market = new OfflineMarket(model);
    this.learned = learned;
  }

  /** An order under way and the ETA that was last told. */
  private static final class Active {
    private final long orderId;
    private final CabTrip trip;
    private Eta eta;

    private Active(long orderId, CabTrip trip) {
      this.orderId = orderId;
      this.trip = trip;
    }
  }

  private record Step(long seconds, long orderId, CabTrip trip, OrderState state) {}

  /** Errors of the job and of constants; the constants' come from the days that are not judged. */
  private static final class Errors {
    private final List<Double> learned = new ArrayList<>();
    private final List<Double> judged = new ArrayList<>();
    private double errorSum;
    private double forecastErrorSum;
    private double windowSum;
    private long inTime;

    void learn(double actual) {
      learned.add(actual);
    }

    /**
     * @param arrivalMillis when it came
     * @param actual how many seconds that was away
     */
    void judge(Eta eta, long arrivalMillis, double actual) {
      judged.add(actual);
      errorSum += Math.abs(eta.told().predictedMillis() - arrivalMillis) / 1000.0;
      double forecast = eta.forecast().moment().millis() + 1000 * eta.forecast().seconds();
      forecastErrorSum += Math.abs(forecast - arrivalMillis) / 1000.0;
      windowSum += (eta.told().latestMillis() - eta.told().predictedMillis()) / 1000.0;
      inTime += arrivalMillis <= eta.told().latestMillis() ? 1 : 0;
    }

    double mean() {
      return errorSum / judged.size();
    }

    double forecastMean() {
      return forecastErrorSum / judged.size();
    }

    double coverage() {
      return (double) inTime / judged.size();
    }

    double windowMean() {
      return windowSum / judged.size();
    }

    double baselineMean() {
      double median = learned.stream().sorted().skip(learned.size() / 2).findFirst().orElseThrow();

      return judged.stream()
          .mapToDouble(actual -> Math.abs(actual - median))
          .average()
          .orElseThrow();
    }
  }

  void run() {
    List<CabTrip> trips = cabs.trips();
    List<Step> all = new ArrayList<>();
    for (int i = 0; i < trips.size(); i++) {
      CabTrip trip = trips.get(i);
      all.add(new Step(trip.pickupSeconds(), i, trip, OrderState.PICKED_UP));
      all.add(new Step(trip.dropSeconds(), i, trip, OrderState.DELIVERED));
    }
    // A cab's drop and next pick-up may carry the same time: the drop comes first.
    all.sort(
        Comparator.comparingLong(Step::seconds)
            .thenComparing(step -> step.state() == OrderState.PICKED_UP));
    steps.addAll(all);
    firstDay = day(all.get(0).seconds());
    long started = System.nanoTime();
    cabs.pings(this::ping);
    nanos = System.nanoTime() - started;
  }

  double atPickup() {
    return pickupErrors.mean();
  }

  /** The share of trips that came no later than the latest arrival that was told at pick-up. */
  double coverageAtPickup() {
    return pickupErrors.coverage();
  }

  /** The same over all pings. */
  double coverageOnTheWay() {
    return wayErrors.coverage();
  }

  /** By what part of it the mean error over all pings grows because rises are damped. */
  double costOfDamping() {
    return wayErrors.mean() / wayErrors.forecastMean() - 1;
  }

  double baselineAtPickup() {
    return pickupErrors.baselineMean();
  }

  double onTheWay() {
    return wayErrors.mean();
  }

  String report() {
    return """
    Recorded cabs, days %d and later, mean absolute error of the remaining time:
      at pick-up    %s, %d clean trips
      over all pings%s, %d pings
      %d pings through the rules in %.1f s\
    """
        .formatted(
            firstJudgedDay + 1,
            line(pickupErrors),
            pickupErrors.judged.size(),
            line(wayErrors),
            wayErrors.judged.size(),
            pings,
            nanos / 1e9);
  }

  private static String line(Errors errors) {
    return """
    %6.1f s told, %6.1f s forecast, constant median %6.1f s; \
    %.1f %% come by the latest arrival, on average %.0f s later\
    """
        .formatted(
            errors.mean(),
            errors.forecastMean(),
            errors.baselineMean(),
            100 * errors.coverage(),
            errors.windowMean());
  }

  private void ping(CabPing ping) {
    while (!steps.isEmpty() && steps.peek().seconds() <= ping.seconds()) {
      step(steps.poll());
    }
    pings++;
    long dasher = dasher(ping.cab());
    Active order = active.get(dasher);
    Optional<Eta> eta =
        market.ping(
            new Ping(
                MARKET,
                dasher,
                order == null ? null : order.orderId,
                new Fix(ping.seconds() * 1000, ping.position())));
    if (order != null && ping.seconds() < order.trip.dropSeconds()) {
      eta.ifPresent(told -> take(order, told));
      judge(wayErrors, order, ping.seconds());
    }
  }

  private void step(Step step) {
    long dasher = dasher(step.trip().cab());
    boolean pickup = step.state() == OrderState.PICKED_UP;
    Position none = null;
    Optional<Eta> eta =
        market.step(
            new OrderEvent(
                MARKET,
                step.orderId(),
                pickup ? 1 : 2,
                step.state(),
                step.seconds() * 1000,
                dasher,
                pickup ? step.trip().pickup() : none,
                pickup ? step.trip().drop() : none,
                false));
    if (pickup) {
      Active order = new Active(step.orderId(), step.trip());
      take(order, eta.orElseThrow());
      active.put(dasher, order);
      judge(pickupErrors, order, step.seconds());
    } else {
      active.computeIfPresent(
          dasher, (cab, order) -> order.orderId == step.orderId() ? null : order);
    }
  }

  private void take(Active order, Eta eta) {
    order.eta = eta;
    boolean recorded = eta.forecast().features() != null;
    if (recorded && order.trip.clean() && !isJudged(order.trip)) {
      learned.accept(new CabsTraining.Row(eta.forecast(), 1000 * order.trip.dropSeconds()));
    }
  }

  private boolean isJudged(CabTrip trip) {
    return day(trip.pickupSeconds()) - firstDay >= firstJudgedDay;
  }

  private void judge(Errors errors, Active order, long now) {
    if (!order.trip.clean()) {
      return;
    }
    double actual = order.trip.dropSeconds() - now;
    if (isJudged(order.trip)) {
      errors.judge(order.eta, 1000 * order.trip.dropSeconds(), actual);
    } else {
      errors.learn(actual);
    }
  }

  private long dasher(String cab) {
    return dashers.computeIfAbsent(cab, c -> (long) dashers.size());
  }

  private static long day(long seconds) {
    return (seconds - LOCAL_MIDNIGHT_SECONDS) / DAY;
  }
}
