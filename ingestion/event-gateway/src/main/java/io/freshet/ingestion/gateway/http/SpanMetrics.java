package io.freshet.ingestion.gateway.http;

import io.freshet.core.tracing.SpanCounts;
import io.freshet.core.tracing.Tracing;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToLongFunction;

/** Counts recorded steps of traces by what became of them. */
final class SpanMetrics {
  private SpanMetrics() {}

  static void register(MeterRegistry metrics, Tracing tracing) {
    register(metrics, tracing, "sent", SpanCounts::sent);
    register(metrics, tracing, "failed", SpanCounts::failed);
    register(metrics, tracing, "dropped", SpanCounts::dropped);
  }

  private static void register(
      MeterRegistry metrics, Tracing tracing, String outcome, ToLongFunction<SpanCounts> count) {
    FunctionCounter.builder(
            "freshet.gateway.spans", tracing, from -> count.applyAsLong(from.counts()))
        .description("Recorded steps of traces by what became of them")
        .tag("outcome", outcome)
        .register(metrics);
  }
}
