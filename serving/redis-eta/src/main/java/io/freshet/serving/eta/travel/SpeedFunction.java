package io.freshet.serving.eta.travel;

import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps the rolling speed of each part of a market and tells it at most once per interval of event
 * time. A part in which nothing moves any more is told to say nothing, and forgotten.
 */
public final class SpeedFunction extends KeyedProcessFunction<PartKey, Hop, CellSpeed> {
  private final long tellEveryMillis;

  private transient ValueState<SpeedWindow> windows;
  private transient ValueState<Long> told;
  private transient Counter late;

  public SpeedFunction(Duration tellEvery) {
    this.tellEveryMillis = tellEvery.toMillis();
  }

  @Override
  public void open(OpenContext context) {
    windows = getRuntimeContext().getState(new ValueStateDescriptor<>("window", SpeedWindow.class));
    told = getRuntimeContext().getState(new ValueStateDescriptor<>("told", Long.class));
    late = getRuntimeContext().getMetricGroup().counter("lateHops");
  }

  @Override
  public void processElement(Hop hop, Context context, Collector<CellSpeed> out) throws Exception {
    SpeedWindow known = windows.value();
    SpeedWindow window = known == null ? new SpeedWindow() : known;
    long expiry = window.expiresAt();
    if (!window.add(hop.millis(), hop.meters(), hop.seconds())) {
      late.inc();
      return;
    }
    windows.update(window);
    if (window.expiresAt() != expiry) {
      context.timerService().registerEventTimeTimer(window.expiresAt());
    }
    long slot = Math.floorDiv(hop.millis(), tellEveryMillis);
    Long toldIn = told.value();
    if (toldIn == null || slot > toldIn) {
      told.update(slot);
      out.collect(speed(context.getCurrentKey(), window));
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<CellSpeed> out)
      throws Exception {
    SpeedWindow window = windows.value();
    if (window != null && window.expiresAt() <= timestamp) {
      windows.clear();
      told.clear();
      PartKey part = context.getCurrentKey();
      out.collect(CellSpeed.nothing(part.market(), part.cell()));
    }
  }

  private static CellSpeed speed(PartKey part, SpeedWindow window) {
    return new CellSpeed(
        part.market(),
        part.cell(),
        window.totalMeters(),
        window.totalSeconds(),
        window.expiresAt());
  }
}
