package io.freshet.serving.live.menu;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps from what has just failed. Once in a while somebody may try, until that works. Thread-safe.
 */
final class Breaker {
  private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final String name;
  private final InstantSource clock;
  private boolean isBroken;
  private Instant nextTry = Instant.MIN;

  /**
   * @param name for the log
   */
  Breaker(String name, InstantSource clock) {
    this.name = name;
    this.clock = clock;
  }

  /** Whoever is allowed has to say how it went. */
  synchronized boolean mayTry() {
    Instant now = clock.instant();
    if (!isBroken) {
      return true;
    }
    if (now.isBefore(nextTry)) {
      return false;
    }
    nextTry = now.plus(PAUSE);

    return true;
  }

  synchronized void worked() {
    if (isBroken) {
      LOG.info("Menus are read again from={}", name);
    }
    isBroken = false;
  }

  /**
   * @param why for the log
   */
  synchronized void failed(String why) {
    if (!isBroken) {
      LOG.warn("Menus can't be read from={} why={}", name, why);
      nextTry = clock.instant().plus(PAUSE);
    }
    isBroken = true;
  }

  synchronized boolean isBroken() {
    return isBroken;
  }
}
