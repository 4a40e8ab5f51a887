package io.freshet.serving.eta.order;

import io.freshet.serving.eta.dasher.Assignment;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Lets each step of an order through once and in the order of versions, drops what is stale, and
 * tells the dashers concerned; one that loses an order to another learns it here only.
 */
public final class AssignmentFunction
    extends KeyedProcessFunction<OrderKey, OrderEvent, OrderEvent> {
  public static final OutputTag<Assignment> ASSIGNMENTS = new OutputTag<>("assignments") {};

  /** How long after its last step an order is remembered. */
  static final long REMEMBER_MILLIS = 24 * 3_600_000L;

  private transient ValueState<Assigned> orders;
  private transient Counter stale;

  @Override
  public void open(OpenContext context) {
    orders = getRuntimeContext().getState(new ValueStateDescriptor<>("order", Assigned.class));
    stale = getRuntimeContext().getMetricGroup().counter("staleOrderEvents");
  }

  @Override
  public void processElement(OrderEvent event, Context context, Collector<OrderEvent> out)
      throws Exception {
    Assigned before = orders.value();
    if (before != null && event.orderVersion() <= before.version()) {
      stale.inc();
      return;
    }
    Long had = before == null ? null : before.dasherId();
    Long has = event.dasherAfter(had);
    if (had != null && !had.equals(has)) {
      tell(event, had, Assignment.Kind.RELEASED, context);
    }
    if (has != null) {
      tell(event, has, kind(event.state()), context);
    }
    orders.update(
        new Assigned(event.orderVersion(), event.state().isFinal() ? null : has, event.millis()));
    if (before == null) {
      // One timer at a time: it finds out itself that life went on, and is set anew.
      context.timerService().registerEventTimeTimer(event.millis() + REMEMBER_MILLIS);
    }
    out.collect(event);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<OrderEvent> out)
      throws Exception {
    Assigned order = orders.value();
    if (order == null) {
      return;
    }
    long forgottenAt = order.millis() + REMEMBER_MILLIS;
    if (forgottenAt <= timestamp) {
      orders.clear();
    } else {
      context.timerService().registerEventTimeTimer(forgottenAt);
    }
  }

  private static Assignment.Kind kind(OrderState state) {
    if (state.isFinal()) {
      return Assignment.Kind.RELEASED;
    }

    return state == OrderState.PICKED_UP ? Assignment.Kind.PICKED_UP : Assignment.Kind.ASSIGNED;
  }

  private static void tell(OrderEvent event, long dasherId, Assignment.Kind kind, Context context) {
    context.output(
        ASSIGNMENTS,
        new Assignment(
            event.market(), dasherId, event.orderId(), event.orderVersion(), kind, event.millis()));
  }
}
