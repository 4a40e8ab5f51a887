package io.freshet.ingestion.sqlapps.stream;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Metrics that a test can look at. */
final class Counters extends UnregisteredMetricsGroup {
  private final Map<String, Counter> byName = new HashMap<>();

  @Override
  public Counter counter(String name) {
    return byName.computeIfAbsent(name, unknown -> super.counter(name));
  }

  long count(String name) {
    return byName.get(name).getCount();
  }
}
