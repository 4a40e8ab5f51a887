package io.freshet.console.delivery;

import java.util.Optional;

/**
 * How right arrivals were that customers were told, summed; shares and means are taken of the sums.
 *
 * @param predictions of orders that have arrived
 * @param absoluteErrorSeconds by how much arrival and prediction were apart
 * @param errorSeconds the same, below 0 where orders came later than was told
 * @param windows predictions that said by when the order arrives in nine of ten cases
 * @param keptWindows those of them whose order had arrived by then
 */
public record Tally(
    long predictions,
    long absoluteErrorSeconds,
    long errorSeconds,
    long windows,
    long keptWindows) {
  static final Tally NOTHING = new Tally(0, 0, 0, 0, 0);

  Tally plus(Tally other) {
    return new Tally(
        predictions + other.predictions,
        absoluteErrorSeconds + other.absoluteErrorSeconds,
        errorSeconds + other.errorSeconds,
        windows + other.windows,
        keptWindows + other.keptWindows);
  }

  /** How many of the windows were kept, out of 1; empty where none was told. */
  public Optional<Double> kept() {
    return windows == 0 ? Optional.empty() : Optional.of((double) keptWindows / windows);
  }

  /** By how many seconds arrivals and predictions were apart; empty where there are none. */
  public Optional<Double> meanErrorSeconds() {
    return mean(absoluteErrorSeconds);
  }

  /** The same with its direction: below 0 where orders came later than was told. */
  public Optional<Double> biasSeconds() {
    return mean(errorSeconds);
  }

  private Optional<Double> mean(long sum) {
    return predictions == 0 ? Optional.empty() : Optional.of((double) sum / predictions);
  }
}
