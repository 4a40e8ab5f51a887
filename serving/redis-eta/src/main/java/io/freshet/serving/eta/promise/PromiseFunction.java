package io.freshet.serving.eta.promise;

import io.freshet.serving.eta.order.EtaUpdate;
import io.freshet.serving.eta.order.Forecast;
import io.freshet.serving.eta.order.OrderKey;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps what each order's customer has been told, and lets go of it when the order is over. */
public final class PromiseFunction extends KeyedProcessFunction<OrderKey, Forecast, EtaUpdate> {
  /** How long after its last forecast an order that nobody ends is remembered. */
  static final long REMEMBER_MILLIS = 24 * 3_600_000L;

  private transient PromiseRule rule;
  private transient ValueState<Promise> promises;

  @Override
  public void open(OpenContext context) {
    rule = new PromiseRule();
    promises = getRuntimeContext().getState(new ValueStateDescriptor<>("promise", Promise.class));
  }

  @Override
  public void processElement(Forecast forecast, Context context, Collector<EtaUpdate> out)
      throws Exception {
    Promise known = promises.value();
    Promise promise = known == null ? new Promise() : known;
    EtaUpdate update = rule.tell(promise, forecast);
    if (!forecast.moment().state().isFinal()) {
      keep(promise, context);
    } else if (known != null) {
      promises.clear();
      context.timerService().deleteEventTimeTimer(promise.timerAt);
    }
    out.collect(update);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<EtaUpdate> out)
      throws Exception {
    Promise promise = promises.value();
    if (promise == null || timestamp < promise.timerAt) {
      return;
    }
    promise.timerAt = Long.MAX_VALUE;
    if (promise.at + REMEMBER_MILLIS <= timestamp) {
      promises.clear();
    } else {
      keep(promise, context);
    }
  }

  /** One timer at a time: it finds out itself that life went on, and is set anew. */
  private void keep(Promise promise, Context context) throws Exception {
    long next = promise.at + REMEMBER_MILLIS;
    if (next < promise.timerAt) {
      context.timerService().registerEventTimeTimer(next);
      promise.timerAt = next;
    }
    promises.update(promise);
  }
}
