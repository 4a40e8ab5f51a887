package io.freshet.console;

import io.freshet.assurance.history.FreshnessHistory;
import io.freshet.assurance.history.HistoryKeeper;
import io.freshet.assurance.history.HistoryReader;
import io.freshet.console.board.BoardWatch;
import io.freshet.console.reading.Lake;
import io.freshet.console.reading.Reading;
import io.freshet.console.reading.Readings;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;

/** What was kept of tables' freshness, and how much of it was. */
final class HistorySources implements AutoCloseable {
  private static final int MOST_TABLES = 200;
  private static final int MOST_WAITING = 16;

  /** Once a minute is as often as a table is kept. */
  private static final Readings.Pace PACE =
      new Readings.Pace(Duration.ofMinutes(1), Duration.ofMillis(20));

  private final HistoryKeeper keeper;
  private final ExecutorService reader;
  private final Readings<String, FreshnessHistory> histories;

  HistorySources(BoardWatch watch, Lake lake, HistoryKeeper keeper) {
    InstantSource clock = InstantSource.system();
    HistoryReader historyReader = new HistoryReader(clock);
    this.keeper = keeper;
    this.reader = LakeSources.threads("history-reader", 1, MOST_WAITING);
    this.histories =
        new Readings<>(
            table -> historyReader.read(lake.catalog(), contract(watch), table),
            MOST_TABLES,
            PACE,
            reader,
            clock);
  }

  private static Contract contract(BoardWatch watch) {
    return watch
        .board()
        .contracts()
        .flatMap(Contracts::freshnessHistory)
        .orElseThrow(
            () ->
                new FreshetException(
                    Fault.CALLER,
                    "No contract %s is kept up, so nothing is kept"
                        .formatted(Contracts.FRESHNESS_HISTORY)));
  }

  void begin(String table) {
    histories.begin(table);
  }

  Reading<FreshnessHistory> history(String table) {
    return histories.of(table);
  }

  HistoryKeeper.Tally tally() {
    return keeper.tally();
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
