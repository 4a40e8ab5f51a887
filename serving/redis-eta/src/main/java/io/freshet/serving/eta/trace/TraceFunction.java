package io.freshet.serving.eta.trace;

import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.redis.RedisWrite;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Passes steps on without their traces, and tells these beside. Keeps no state. */
public final class TraceFunction extends ProcessFunction<TracedStep, OrderEvent> {
  /** What Redis is to show of them. */
  public static final OutputTag<RedisWrite> TRACES =
      new OutputTag<>("traces", TypeInformation.of(RedisWrite.class));

  private static final long serialVersionUID = 1L;

  @Override
  public void processElement(TracedStep traced, Context context, Collector<OrderEvent> collector) {
    collector.collect(traced.step());
    if (traced.traceParent() != null) {
      context.output(TRACES, TraceEntry.of(traced.step(), traced.traceParent()));
    }
  }
}
