package io.freshet.serving.live.watch;

import java.time.Duration;
import java.time.Instant;

/** Time that passes when the test says so. */
final class FakeClock implements WatchClock {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private Duration passed = Duration.ZERO;

  void pass(Duration time) {
    passed = passed.plus(time);
  }

  @Override
  public long nanos() {
    return passed.toNanos();
  }

  @Override
  public Instant instant() {
    return START.plus(passed);
  }
}
