package io.freshet.bench.alerts;

import io.freshet.bench.Pauses;
import io.freshet.bench.Stage;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.ProgressListener;
import java.time.Duration;
import java.time.Instant;

/**
 * Starts again what has died, as a supervisor does: what does not answer in time is tried again.
 *
 * @param again how long after a try that has failed
 */
record Healing(Runnable heal, ProgressListener progress, Duration patience, Duration again) {
  static Healing of(Stage stage, Duration patience) {
    return new Healing(
        () -> stage.platform().heal(stage.progress()),
        stage.progress(),
        patience,
        Duration.ofSeconds(1));
  }

  /** Fails as the last try has, once the patience is over. */
  void untilAllAnswers() {
    Instant end = Instant.now().plus(patience);
    while (!goesWell(end)) {
      Pauses.pause(again);
    }
  }

  private boolean goesWell(Instant end) {
    try {
      heal.run();

      return true;
    } catch (FreshetException notYet) {
      if (Instant.now().isAfter(end)) {
        throw notYet;
      }
      progress.progress("healing", notYet.getMessage());

      return false;
    }
  }
}
