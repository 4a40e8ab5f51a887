package io.freshet.console.alerts;

import io.freshet.assurance.alert.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An alert from when it was told until it was over.
 *
 * @param alert as it was told when it began, with the diagnosis that is known by now
 * @param ended empty while it lasts
 */
public record Incident(Alert alert, Optional<Instant> ended) {
  static Incident begun(Alert alert) {
    return new Incident(alert, Optional.empty());
  }

  /** The same with what is known of it by now. */
  Incident renewed(Alert now) {
    return new Incident(
        new Alert(
            alert.state(),
            alert.table(),
            alert.at(),
            alert.waiting(),
            alert.alertAfter(),
            now.diagnosis(),
            alert.owner()),
        ended);
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
