package io.freshet.simulator.replay;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/**
 * The simplest prediction there is: every trip takes as long as the median one. Whoever predicts
 * worse at pickup has learnt nothing. Trained on the first local days of a recording, judged on the
 * days after them; clean trips only.
 */
public final class EtaBaseline {
  static final int TRAINING_DAYS = 3;

  private final Duration median;
  private final List<Trip> judged;

  private EtaBaseline(Duration median, List<Trip> judged) {
    this.median = median;
    this.judged = List.copyOf(judged);
  }

  /** Trains on the first three days of the recording. */
  public static EtaBaseline of(RecordedTrips trips) {
    return of(trips, clean(trips).get(0).pickupDay().plusDays(TRAINING_DAYS));
  }

  /**
   * @param firstJudged the first local day that is judged; those before it teach
   */
  public static EtaBaseline of(RecordedTrips trips, LocalDate firstJudged) {
    List<Trip> clean = clean(trips);
    LocalDate firstDay = clean.get(0).pickupDay();
    if (!firstJudged.isAfter(firstDay)) {
      throw new InvalidSettingException(
          "The first judged day",
          firstJudged,
          "after %s, the recording's first, for the days before it teach".formatted(firstDay));
    }

    return new EtaBaseline(
        median(clean.stream().filter(trip -> trip.pickupDay().isBefore(firstJudged)).toList()),
        clean.stream().filter(trip -> !trip.pickupDay().isBefore(firstJudged)).toList());
  }

  /** What it predicts at each pickup. */
  public Duration remainingAtPickup() {
    return median;
  }

  /** The trips that predictions are judged on; empty when the recording ends before them. */
  public List<Trip> judged() {
    return judged;
  }

  /** Mean absolute error in seconds over these trips; not a number when there is none. */
  public double meanAbsoluteErrorSeconds(List<Trip> trips) {
    return trips.stream()
        .mapToDouble(trip -> seconds(trip.duration().minus(median).abs()))
        .average()
        .orElse(Double.NaN);
  }

  private static List<Trip> clean(RecordedTrips trips) {
    List<Trip> clean = trips.all().stream().filter(Trip::isClean).toList();
    if (clean.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER, "The recording has no clean trip; there is nothing to predict by");
    }

    return clean;
  }

  private static Duration median(List<Trip> trips) {
    List<Duration> durations = trips.stream().map(Trip::duration).sorted().toList();
    int middle = durations.size() / 2;

    return durations.size() % 2 == 1
        ? durations.get(middle)
        : durations.get(middle - 1).plus(durations.get(middle)).dividedBy(2);
  }

  static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
