package io.freshet.bench.batch.day;

import io.freshet.bench.batch.day.GeneratedDay.Bounds;
import io.freshet.bench.batch.day.TableFiller.Filled;
import io.freshet.core.contract.Contracts;
import io.freshet.simulator.event.MarketDefined;
import io.freshet.simulator.event.OrderStep;
import io.freshet.simulator.event.Ping;
import io.freshet.simulator.event.SimulatedEvent;
import io.freshet.simulator.marketplace.Marketplace;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.Catalog;

/**
 * Writes a day's pings, orders' steps, markets and predictions into their tables, past Kafka and
 * past the writer; no ledger tells of them. Equal days give equal rows.
 */
final class DayTables {
  private static final int WRITERS = 2;

  /** Of those tables that are small beside the pings. */
  private static final int ROWS_PER_COMMIT = 100_000;

  private final GeneratedDay day;
  private final Set<Content> contents;
  private final Map<String, Bounds> bounds =
      GeneratedDay.bounds().stream().collect(Collectors.toMap(Bounds::market, Function.identity()));
  private final Predictions predictions = new Predictions();
  private final ExecutorService writers;
  private final TableFiller<MarketDefined> markets;
  private final TableFiller<OrderStep> steps;
  private final TableFiller<Ping> pings;
  private final TableFiller<Prediction> predicted;
  private long seen;

  /** What is written beside markets and orders' steps. */
  enum Content {
    PINGS,
    PREDICTIONS
  }

  private DayTables(
      GeneratedDay day,
      int commits,
      Set<Content> contents,
      Catalog catalog,
      Contracts contracts,
      ExecutorService writers) {
    this.day = day;
    this.contents = Set.copyOf(contents);
    this.writers = writers;
    int pingsPerCommit = (int) Math.max(1, day.pings() / commits);
    this.markets = filler(DayRows.MARKETS, ROWS_PER_COMMIT, catalog, contracts);
    this.steps = filler(DayRows.STEPS, ROWS_PER_COMMIT, catalog, contracts);
    this.pings = filler(DayRows.PINGS, pingsPerCommit, catalog, contracts);
    this.predicted = filler(DayRows.PREDICTIONS, ROWS_PER_COMMIT, catalog, contracts);
  }

  private <E> TableFiller<E> filler(
      EventRows<E> shape, int rowsPerCommit, Catalog catalog, Contracts contracts) {
    return new TableFiller<>(shape, catalog, contracts, rowsPerCommit, writers);
  }

  /**
   * @param commits that the pings come in
   */
  static List<Filled> fill(
      GeneratedDay day, int commits, Set<Content> contents, Catalog catalog, Contracts contracts) {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    try {
      return new DayTables(day, commits, contents, catalog, contracts, writers).fill();
    } finally {
      writers.shutdownNow();
    }
  }

  private List<Filled> fill() {
    try (Marketplace marketplace = new Marketplace(day.marketplace())) {
      while (marketplace.advance()) {
        take(marketplace.event(), marketplace.dueMicros());
      }
    }

    return List.of(pings.finish(), steps.finish(), predicted.finish(), markets.finish());
  }

  private void take(SimulatedEvent event, long dueMicros) {
    if (event instanceof Ping ping) {
      if (contents.contains(Content.PINGS) && isWanted(ping)) {
        pings.add(ping, dueMicros);
      }
    } else if (event instanceof OrderStep step) {
      steps.add(step, dueMicros);
      if (contents.contains(Content.PREDICTIONS)) {
        predictions.take(step, made -> predicted.add(made, made.eventMicros()));
      }
    } else if (event instanceof MarketDefined market) {
      markets.add(market, dueMicros);
    }
  }

  private boolean isWanted(Ping ping) {
    return bounds.get(ping.market()).reach(ping.eventMicros()) && seen++ % day.every() == 0;
  }
}
