package io.freshet.bench.alerts;

import io.freshet.bench.alerts.AlertReceiver.Told;
import io.freshet.bench.alerts.Injector.Injection;
import io.freshet.bench.alerts.Passages.Passage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Times of tests, in seconds. */
final class Moments {
  static final String TABLE = "raw.bench_000";
  static final Duration BUDGET = Duration.ofSeconds(60);

  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  private Moments() {}

  static Instant at(double second) {
    return NOON.plusMillis(Math.round(second * 1000));
  }

  /** An event that the log has at once. */
  static Passage passage(double sent, double seen) {
    return Passage.sent(at(sent)).seen(at(sent), at(seen));
  }

  static Breach breach(double begin, double end) {
    return new Breach(at(begin), at(end));
  }

  static Told breached(double second, String hop) {
    return new Told(
        at(second), Told.BREACHED, Optional.of(TABLE), Optional.of(hop), Optional.of("a cause"));
  }

  static Told recovered(double second) {
    return new Told(
        at(second), Told.RECOVERED, Optional.of(TABLE), Optional.empty(), Optional.empty());
  }

  static Injection injection(int number, String hop, double begun, double healed) {
    return new Injection(number, hop + "-asleep", hop, at(begun), at(healed));
  }
}
