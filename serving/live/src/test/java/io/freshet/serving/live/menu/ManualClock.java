package io.freshet.serving.live.menu;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that passes when the test says so. */
public final class ManualClock implements InstantSource {
  public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private volatile Instant now = START;

  public void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
