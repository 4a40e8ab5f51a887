package io.freshet.serving.eta.alert;

import io.freshet.serving.eta.supply.MarketSupply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Holds each minute of a market's supply against the market's thresholds as soon as it is told, and
 * tells each alert's beginning and end. A minute that is told again changes nothing.
 */
public final class AlertFunction extends KeyedProcessFunction<String, MarketSupply, AlertChange> {
  public static final OutputTag<MarketStanding> STANDINGS = new OutputTag<>("standings") {};

  private static final long MINUTE_MILLIS = 60_000;

  private final String file;

  private transient ThresholdsFile thresholds;
  private transient ValueState<Long> minutes;
  private transient MapState<Alert, AlertWatch> watches;

  /**
   * @param file of thresholds; empty: there are none
   */
  public AlertFunction(String file) {
    this.file = file;
  }

  @Override
  public void open(OpenContext context) {
    Counter refused = getRuntimeContext().getMetricGroup().counter("refusedThresholds");
    thresholds = new ThresholdsFile(Path.of(file), refused::inc);
    minutes = getRuntimeContext().getState(new ValueStateDescriptor<>("minute", Long.class));
    watches =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("alerts", Alert.class, AlertWatch.class));
  }

  @Override
  public void processElement(MarketSupply supply, Context context, Collector<AlertChange> out)
      throws Exception {
    Long newest = minutes.value();
    if (newest != null && supply.millis() <= newest) {
      return;
    }
    minutes.update(supply.millis());
    boolean interrupted = newest == null || supply.millis() > newest + MINUTE_MILLIS;
    Map<Alert, Threshold> set =
        (file.isEmpty() ? Thresholds.NONE : thresholds.newest()).of(supply.market());
    List<MarketStanding.On> on = new ArrayList<>();
    for (Alert alert : Alert.values()) {
      AlertWatch watch = watch(alert);
      if (interrupted) {
        watch.past = 0;
      }
      change(alert, watch, supply, set).ifPresent(out::collect);
      keep(alert, watch);
      if (watch.on) {
        on.add(
            new MarketStanding.On(
                alert, watch.beganAt, alert.seen(supply.figures()), watch.threshold));
      }
    }
    context.output(STANDINGS, new MarketStanding(supply, on));
  }

  private static Optional<AlertChange> change(
      Alert alert, AlertWatch watch, MarketSupply supply, Map<Alert, Threshold> set) {
    return set.containsKey(alert)
        ? AlertRule.judge(alert, watch, supply, set.get(alert))
        : AlertRule.drop(alert, watch, supply);
  }

  private AlertWatch watch(Alert alert) throws Exception {
    AlertWatch known = watches.get(alert);

    return known == null ? new AlertWatch() : known;
  }

  private void keep(Alert alert, AlertWatch watch) throws Exception {
    if (watch.isAsNew()) {
      watches.remove(alert);
    } else {
      watches.put(alert, watch);
    }
  }
}
