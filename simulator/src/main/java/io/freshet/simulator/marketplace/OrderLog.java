package io.freshet.simulator.marketplace;

import io.freshet.simulator.event.OrderState;
import io.freshet.simulator.event.OrderStep;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * A city's order steps that wait to be sent. Before the start they are kept per order: what is sent
 * in the end are the steps of orders that were still open then, so that no order begins in its
 * middle.
 */
final class OrderLog {
  private final Tally tally;
  private final Queue<OrderStep> outbox = new ArrayDeque<>();
  private Map<OpenOrder, List<OrderStep>> before = new LinkedHashMap<>();

  OrderLog(Tally tally) {
    this.tally = tally;
  }

  /** From now on steps are sent as they happen. */
  void open() {
    before.values().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparingLong(OrderStep::eventMicros))
        .forEach(
            step -> {
              tally.openingSteps++;
              send(step);
            });
    before = null;
  }

  void entered(OpenOrder order, OrderStep step) {
    if (before == null) {
      tally.reassigned += order.isReassigned(step) ? 1 : 0;
      send(step);
    } else {
      before.computeIfAbsent(order, any -> new ArrayList<>()).add(step);
    }
  }

  void closed(OpenOrder order) {
    if (before != null) {
      before.remove(order);
    }
  }

  boolean isEmpty() {
    return outbox.isEmpty();
  }

  OrderStep next() {
    return outbox.remove();
  }

  private void send(OrderStep step) {
    tally.orderSteps++;
    if (step.state() == OrderState.CREATED) {
      tally.created++;
    } else if (step.state() == OrderState.DELIVERED) {
      tally.delivered++;
    } else if (step.state() == OrderState.CANCELLED) {
      tally.cancelled++;
    }
    outbox.add(step);
  }
}
