package io.freshet.console;

import io.freshet.assurance.freshness.FreshnessReader;
import io.freshet.assurance.history.HistoryKeeper;
import io.freshet.console.board.BoardWatch;
import io.freshet.core.contract.Contracts;
import java.time.InstantSource;

/** Measures as another does and, after each round, has what is due of it kept. Not thread-safe. */
final class KeptMeasurement implements BoardWatch.Measurement {
  private final BoardWatch.Measurement measurement;
  private final HistoryKeeper keeper;
  private final InstantSource clock;

  KeptMeasurement(BoardWatch.Measurement measurement, HistoryKeeper keeper, InstantSource clock) {
    this.measurement = measurement;
    this.keeper = keeper;
    this.clock = clock;
  }

  @Override
  public void measure(Contracts contracts, FreshnessReader.Listener listener) {
    RememberedRound round = new RememberedRound(listener);
    measurement.measure(contracts, round);
    keeper.keep(contracts, round.measured().values(), clock.instant());
  }
}
