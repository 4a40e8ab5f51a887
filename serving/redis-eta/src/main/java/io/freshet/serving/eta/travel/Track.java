package io.freshet.serving.eta.travel;

import java.util.Optional;

/**
 * What a dasher's pings say about its movement: which ping can be believed, and how far it went.
 * What comes doubled or late changes nothing; a ping that nobody can have driven to is suspect
 * until a second one near it confirms it, however long the first one had been silent.
 *
 * @param anchor where the hop that is being measured began; null before the first ping
 * @param last the newest ping that is believed; null before the first ping
 * @param suspect a newer ping that seemed impossible; null when there is none
 */
public record Track(Fix anchor, Fix last, Fix suspect) {
  public static final Track EMPTY = new Track(null, null, null);

  /** 180 km/h in meters per second: what is faster is an error of the receiver. */
  static final double MAX_SPEED = 50;

  /** How far two fixes of a receiver at rest may lie apart. */
  static final double NOISE_METERS = 100;

  /** Over a shorter stretch the receiver's noise looks like speed. */
  private static final double MIN_HOP_SECONDS = 10;

  /** Over a longer one the way between is unknown. */
  private static final double MAX_HOP_SECONDS = 180;

  /** What a ping turned out to be. */
  public enum Verdict {
    BELIEVED,
    /** It is not newer than what is believed. */
    LATE,
    /** It has come before. */
    DOUBLED,
    SUSPECT;

    /** Whether it says nothing that was not known. */
    public boolean isStale() {
      return this == LATE || this == DOUBLED;
    }
  }

  /** How far one went, straight, and how long that took. */
  public record Stretch(double meters, double seconds) {}

  /** The track after a ping, and what the ping added to it. */
  public record Step(Track track, Verdict verdict, Optional<Stretch> stretch) {}

  public Step next(Fix fix) {
    if (last == null) {
      return restart(fix);
    }
    if (fix.equals(last) || fix.equals(suspect)) {
      return new Step(this, Verdict.DOUBLED, Optional.empty());
    }
    if (fix.millis() <= last.millis()) {
      return new Step(this, Verdict.LATE, Optional.empty());
    }
    if (last.reaches(fix)) {
      return last.secondsTo(fix) > MAX_HOP_SECONDS ? restart(fix) : move(fix);
    }
    boolean confirmed = suspect != null && fix.millis() > suspect.millis() && suspect.reaches(fix);

    return confirmed
        ? restart(fix)
        : new Step(new Track(anchor, last, fix), Verdict.SUSPECT, Optional.empty());
  }

  private Step move(Fix fix) {
    double seconds = anchor.secondsTo(fix);
    if (seconds < MIN_HOP_SECONDS) {
      return new Step(new Track(anchor, fix, null), Verdict.BELIEVED, Optional.empty());
    }
    Optional<Stretch> stretch =
        seconds > MAX_HOP_SECONDS
            ? Optional.empty()
            : Optional.of(new Stretch(anchor.position().metersTo(fix.position()), seconds));

    return new Step(new Track(fix, fix, null), Verdict.BELIEVED, stretch);
  }

  private static Step restart(Fix fix) {
    return new Step(new Track(fix, fix, null), Verdict.BELIEVED, Optional.empty());
  }
}
