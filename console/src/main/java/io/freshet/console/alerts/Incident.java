package io.freshet.console.alerts;

import io.freshet.assurance.alert.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An alert from when it was told until it was over.
 *
 * @param alert as it was told when it began
 * @param ended empty while it lasts
 */
public record Incident(Alert alert, Optional<Instant> ended) {
  static Incident begun(Alert alert) {
    return new Incident(alert, Optional.empty());
  }

  Incident endedAt(Instant at) {
    return new Incident(alert, Optional.of(at));
  }

  public Instant began() {
    return alert.at();
  }

  /** How long it lasted; empty while it does. */
  public Optional<Duration> lasted() {
    return ended.map(at -> Duration.between(began(), at));
  }
}
