package io.freshet.simulator.run;

/**
 * Says how long an event must still be held back. Event time is tied to the wall at one moment, so
 * that a slow stretch is caught up with and never shifts what follows.
 */
public final class Pacer {
  private static final long UNKNOWN = Long.MIN_VALUE;

  private final Speed speed;
  private final WallClock clock;
  private long anchorEventMicros;
  private long anchorWallMicros;
  private long releasedUntil = Long.MIN_VALUE;

  private Pacer(Speed speed, WallClock clock, long anchorMicros) {
    this.speed = speed;
    this.clock = clock;
    this.anchorEventMicros = anchorMicros;
    this.anchorWallMicros = anchorMicros;
  }

  /** Ties event time to the wall when the first event is asked about. */
  public static Pacer fromFirstEvent(Speed speed, WallClock clock) {
    return new Pacer(speed, clock, UNKNOWN);
  }

  /** Event time is wall time: an event is due when the clock shows its time. */
  public static Pacer live(WallClock clock) {
    return new Pacer(Speed.LIVE, clock, 0);
  }

  /** Microseconds of wall time until the event is due; 0 when it is. */
  long waitMicros(long dueMicros) {
    if (!speed.isPaced() || dueMicros <= releasedUntil) {
      return 0;
    }
    long now = clock.micros();
    anchor(dueMicros, now);
    releasedUntil = eventMicrosAt(now);
    if (dueMicros <= releasedUntil) {
      return 0;
    }

    return Math.max(1, (long) ((dueMicros - releasedUntil) / speed.factor()));
  }

  /** How far, in wall time, the events trail the pace; 0 when they keep it. */
  long behindMicros(long dueMicros) {
    if (!speed.isPaced() || anchorEventMicros == UNKNOWN) {
      return 0;
    }

    return Math.max(0, (long) ((eventMicrosAt(clock.micros()) - dueMicros) / speed.factor()));
  }

  private void anchor(long dueMicros, long now) {
    if (anchorEventMicros == UNKNOWN) {
      anchorEventMicros = dueMicros;
      anchorWallMicros = now;
    }
  }

  private long eventMicrosAt(long wallMicros) {
    return anchorEventMicros + (long) ((wallMicros - anchorWallMicros) * speed.factor());
  }
}
