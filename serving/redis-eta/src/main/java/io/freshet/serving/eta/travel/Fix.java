package io.freshet.serving.eta.travel;

/** Where somebody was at a moment of event time. */
public record Fix(long millis, Position position) {
  double secondsTo(Fix later) {
    return (later.millis - millis) / 1000.0;
  }

  /** Whether one can have moved from here to there; GPS noise is allowed for. */
  boolean reaches(Fix later) {
    double limit = Track.NOISE_METERS + Track.MAX_SPEED * secondsTo(later);

    return position.metersTo(later.position) <= limit;
  }
}
