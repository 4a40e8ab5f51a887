package io.freshet.console.metrics;

import io.freshet.assurance.alert.Webhook;
import io.freshet.console.alerts.AlertFacts;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.Supplier;

/**
 * How many alerts last, and whether the webhook takes them: that it does not is told by nobody
 * else. Thread-safe.
 */
public final class AlertMetrics implements MultiCollector {
  private static final String OUTCOME = "outcome";

  private final Supplier<AlertFacts> alerts;

  public AlertMetrics(Supplier<AlertFacts> alerts) {
    this.alerts = alerts;
  }

  @Override
  public MetricSnapshots collect() {
    AlertFacts facts = alerts.get();
    Gauges open = new Gauges("freshet_console_alerts_open", "Alerts that last");
    open.add(facts.open().size());
    MetricSnapshots.Builder snapshots = MetricSnapshots.builder().metricSnapshot(open.snapshot());
    facts.webhook().ifPresent(tally -> snapshots.metricSnapshot(told(tally)));

    return snapshots.build();
  }

  private static CounterSnapshot told(Webhook.Tally tally) {
    return CounterSnapshot.builder()
        .name("freshet_console_webhook_alerts")
        .help("Alerts by whether the webhook has taken them")
        .dataPoint(point("taken", tally.taken()))
        .dataPoint(point("lost", tally.lost()))
        .build();
  }

  private static CounterDataPointSnapshot point(String outcome, long alerts) {
    return CounterDataPointSnapshot.builder()
        .value(alerts)
        .labels(Labels.of(OUTCOME, outcome))
        .build();
  }
}
