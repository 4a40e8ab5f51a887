package io.freshet.console.metrics;

import io.freshet.assurance.history.HistoryKeeper;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.function.Supplier;

/** How much of what was measured was kept. Thread-safe. */
public final class HistoryMetrics implements Collector {
  private static final String NAME = "freshet_console_history_rows";
  private static final String OUTCOME = "outcome";

  private final Supplier<HistoryKeeper.Tally> tally;

  public HistoryMetrics(Supplier<HistoryKeeper.Tally> tally) {
    this.tally = tally;
  }

  @Override
  public MetricSnapshot collect() {
    HistoryKeeper.Tally now = tally.get();

    return CounterSnapshot.builder()
        .name(NAME)
        .help("Rows of freshness_history by whether Kafka has taken them")
        .dataPoint(point("kept", now.kept()))
        .dataPoint(point("lost", now.lost()))
        .build();
  }

  private static CounterDataPointSnapshot point(String outcome, long rows) {
    return CounterDataPointSnapshot.builder()
        .value(rows)
        .labels(Labels.of(OUTCOME, outcome))
        .build();
  }
}
