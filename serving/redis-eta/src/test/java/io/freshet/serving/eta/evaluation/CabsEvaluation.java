package io.freshet.serving.eta.evaluation;

import io.freshet.serving.eta.evaluation.RecordedCabs.CabPing;
import io.freshet.serving.eta.evaluation.RecordedCabs.CabTrip;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.events.Ping;
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

/**
 * Plays the recorded pings and trips in the order of time through the rules of the job and measures
 * the mean absolute error of the remaining time on the last days, beside a constant median learned
 * from the days before. A trip's end is told to the rules only when its time has come.
 */
final class CabsEvaluation {
  private static final String MARKET = "san_francisco";
  private static final long LOCAL_MIDNIGHT_SECONDS = 7 * 3600;
  private static final long DAY = 86_400;

  private final RecordedCabs cabs;
  private final int firstJudgedDay;
  private final OfflineMarket market = new OfflineMarket();
  private final Map<String, Long> dashers = new HashMap<>();
  private final Map<Long, Active> active = new HashMap<>();
  private final Deque<Step> steps = new ArrayDeque<>();
  private final Errors pickupErrors = new Errors();
  private final Errors wayErrors = new Errors();
  private long firstDay;
  private long pings;
  private long nanos;

  CabsEvaluation(RecordedCabs cabs, int firstJudgedDay) {
    this.cabs = cabs;
    this.firstJudgedDay = firstJudgedDay;
  }

  /** An order under way and the arrival that was last predicted for it, in seconds. */
  private static final class Active {
    private final long orderId;
    private final CabTrip trip;
    private double predictedArrival;

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

    void add(double actual, double predicted, boolean isJudged) {
      if (isJudged) {
        judged.add(actual);
        errorSum += Math.abs(predicted - actual);
      } else {
        learned.add(actual);
      }
    }

    double mean() {
      return errorSum / judged.size();
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

  double baselineAtPickup() {
    return pickupErrors.baselineMean();
  }

  double onTheWay() {
    return wayErrors.mean();
  }

  String report() {
    return """
        Recorded cabs, days %d and later, mean absolute error of the remaining time:
          at pick-up    %6.1f s, constant median %6.1f s, %d clean trips
          over all pings%6.1f s, constant median %6.1f s, %d pings
          %d pings through the rules in %.1f s"""
        .formatted(
            firstJudgedDay + 1,
            atPickup(),
            baselineAtPickup(),
            pickupErrors.judged.size(),
            onTheWay(),
            wayErrors.baselineMean(),
            wayErrors.judged.size(),
            pings,
            nanos / 1e9);
  }

  private void ping(CabPing ping) {
    while (!steps.isEmpty() && steps.peek().seconds() <= ping.seconds()) {
      step(steps.poll());
    }
    pings++;
    long dasher = dasher(ping.cab());
    Active order = active.get(dasher);
    Optional<Double> seconds =
        market.ping(
            new Ping(
                MARKET,
                dasher,
                order == null ? null : order.orderId,
                new Fix(ping.seconds() * 1000, ping.position())));
    if (order != null && ping.seconds() < order.trip.dropSeconds()) {
      seconds.ifPresent(s -> order.predictedArrival = ping.seconds() + s);
      judge(wayErrors, order, ping.seconds());
    }
  }

  private void step(Step step) {
    long dasher = dasher(step.trip().cab());
    boolean pickup = step.state() == OrderState.PICKED_UP;
    Position none = null;
    Optional<Double> seconds =
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
      order.predictedArrival = step.seconds() + seconds.orElseThrow();
      active.put(dasher, order);
      judge(pickupErrors, order, step.seconds());
    } else {
      active.computeIfPresent(
          dasher, (cab, order) -> order.orderId == step.orderId() ? null : order);
    }
  }

  private void judge(Errors errors, Active order, long now) {
    if (order.trip.clean()) {
      double actual = order.trip.dropSeconds() - now;
      double predicted = order.predictedArrival - now;
      errors.add(actual, predicted, day(order.trip.pickupSeconds()) - firstDay >= firstJudgedDay);
    }
  }

  private long dasher(String cab) {
    return dashers.computeIfAbsent(cab, c -> (long) dashers.size());
  }

  private static long day(long seconds) {
    return (seconds - LOCAL_MIDNIGHT_SECONDS) / DAY;
  }
}
