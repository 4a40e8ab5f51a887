package io.freshet.maintenance.clock;

/** Tells maintenance what time it is. */
public interface RoundClock {
  Now read();
}
