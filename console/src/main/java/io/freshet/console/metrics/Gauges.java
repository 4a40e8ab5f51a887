package io.freshet.console.metrics;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The values of one family of gauges, gathered for one scrape. Not thread-safe. */
final class Gauges {
  private static final double MILLIS = 1000.0;

  private final MetricMetadata metadata;
  private final List<GaugeDataPointSnapshot> points = new ArrayList<>();

  Gauges(String name, String help) {
    this.metadata = new MetricMetadata(name, help);
  }

  void add(double value, String... labels) {
    points.add(new GaugeDataPointSnapshot(value, Labels.of(labels), null));
  }

  /** In seconds. */
  void add(Duration value, String... labels) {
    add(value.toMillis() / MILLIS, labels);
  }

  GaugeSnapshot snapshot() {
    return new GaugeSnapshot(metadata, points);
  }
}
