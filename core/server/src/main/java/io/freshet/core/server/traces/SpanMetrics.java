package io.freshet.core.server.traces;

import io.freshet.core.tracing.SpanCounts;
import io.freshet.core.tracing.Tracing;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToLongFunction;

/** Counts recorded steps of traces by what became of them. */
public final class SpanMetrics {
  private SpanMetrics() {}

  /**
   * @param name of the counter, whose label {@code outcome} says what
   */
  public static void register(MeterRegistry metrics, String name, Tracing tracing) {
    register(metrics, name, tracing, "sent", SpanCounts::sent);
    register(metrics, name, tracing, "failed", SpanCounts::failed);
    register(metrics, name, tracing, "dropped", SpanCounts::dropped);
  }

  private static void register(
      MeterRegistry metrics,
      String name,
      Tracing tracing,
      String outcome,
      ToLongFunction<SpanCounts> count) {
    FunctionCounter.builder(name, tracing, from -> count.applyAsLong(from.counts()))
        .description("Recorded steps of traces by what became of them")
        .tag("outcome", outcome)
        .register(metrics);
  }
}
