package io.freshet.serving.eta.travel;

import java.util.Optional;

/** A speed that gets better as narrower parts of the market have something to say. */
record SpeedEstimate(double metersPerSecond, Traffic.Basis basis) {
  /** Ten minutes of driving: from there on a part knows more than what surrounds it. */
  static final double TRUSTED_SECONDS = 600;

  /** 22 km/h, straight line: what city traffic is expected to allow before anything is known. */
  private static final double USUAL_SPEED = 6;

  private static final double MIN_SPEED = 1;
  private static final double MAX_SPEED = 40;

  /**
   * @param remembered what it usually is at that hour; 0 when nobody knows
   */
  static SpeedEstimate usual(double remembered) {
    return remembered > 0
        ? new SpeedEstimate(bounded(remembered), Traffic.Basis.HISTORY)
        : new SpeedEstimate(USUAL_SPEED, Traffic.Basis.USUAL);
  }

  /** For a part that usually is by that factor faster; 0 when nobody knows. */
  SpeedEstimate beside(double factor) {
    return factor > 0
        ? new SpeedEstimate(bounded(metersPerSecond * factor), Traffic.Basis.HISTORY)
        : this;
  }

  SpeedEstimate narrow(Optional<CellSpeed> part, Traffic.Basis partBasis) {
    return part.map(known -> blend(known, partBasis)).orElse(this);
  }

  private SpeedEstimate blend(CellSpeed known, Traffic.Basis partBasis) {
    double meters = known.meters() + TRUSTED_SECONDS * metersPerSecond;
    double blended = meters / (known.seconds() + TRUSTED_SECONDS);

    return new SpeedEstimate(
        bounded(blended), known.seconds() >= TRUSTED_SECONDS ? partBasis : basis);
  }

  private static double bounded(double speed) {
    return Math.max(MIN_SPEED, Math.min(MAX_SPEED, speed));
  }
}
