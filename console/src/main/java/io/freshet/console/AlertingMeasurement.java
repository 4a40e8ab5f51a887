package io.freshet.console;

import io.freshet.assurance.alert.Alert;
import io.freshet.assurance.alert.AlertWatch;
import io.freshet.assurance.freshness.FreshnessReader;
import io.freshet.console.board.BoardWatch;
import io.freshet.core.contract.Contracts;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Measures as another does and, after each round, tells what has changed. Not thread-safe. */
final class AlertingMeasurement implements BoardWatch.Measurement {
  private final BoardWatch.Measurement measurement;
  private final Consumer<Alert> told;
  private final InstantSource clock;
  private final AlertWatch watch = new AlertWatch();

  AlertingMeasurement(
      BoardWatch.Measurement measurement, Consumer<Alert> told, InstantSource clock) {
    this.measurement = measurement;
    this.told = told;
    this.clock = clock;
  }

  @Override
  public void measure(Contracts contracts, FreshnessReader.Listener listener) {
    RememberedRound round = new RememberedRound(listener);
    boolean isDone = false;
    try {
      measurement.measure(contracts, round);
      isDone = true;
    } finally {
      if (!isDone) {
        watch.blind(clock.instant()).forEach(told);
      }
    }
    watch.judge(contracts, round.measured(), clock.instant()).forEach(told);
  }
}
