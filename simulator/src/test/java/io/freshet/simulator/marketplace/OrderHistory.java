package io.freshet.simulator.marketplace;

import static io.freshet.simulator.event.OrderState.CANCELLED;
import static io.freshet.simulator.event.OrderState.CONFIRMED;
import static io.freshet.simulator.event.OrderState.CREATED;
import static io.freshet.simulator.event.OrderState.DASHER_ASSIGNED;
import static io.freshet.simulator.event.OrderState.DELIVERED;
import static io.freshet.simulator.event.OrderState.PICKED_UP;
import static io.freshet.simulator.event.OrderState.PREPARING;
import static io.freshet.simulator.event.OrderState.READY;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.simulator.event.OrderState;
import io.freshet.simulator.event.OrderStep;
import java.util.ArrayList;
import java.util.List;

/** One order's steps, each held against what an order may do. */
final class OrderHistory {
  private final List<OrderStep> steps = new ArrayList<>();

  void accept(OrderStep step) {
    assertThat(step.version()).isEqualTo(steps.size() + 1);
    if (!steps.isEmpty()) {
      OrderStep last = steps.get(steps.size() - 1);
      assertThat(step.order()).isEqualTo(last.order());
      assertThat(step.eventMicros()).isGreaterThanOrEqualTo(last.eventMicros());
    }
    assertThat(mayEnter(step)).as("%s after %s", step, steps).isTrue();
    assertThat(step.reason().isPresent()).isEqualTo(step.state() == CANCELLED);
    steps.add(step);
  }

  boolean isIn(OrderState state) {
    return steps.get(steps.size() - 1).state() == state;
  }

  boolean changedDasher() {
    return steps.stream().filter(step -> step.state() == DASHER_ASSIGNED).count() > 1;
  }

  boolean wasReadyBeforeAssigned() {
    List<OrderState> states = steps.stream().map(OrderStep::state).toList();

    return states.contains(READY)
        && states.contains(DASHER_ASSIGNED)
        && states.indexOf(READY) < states.indexOf(DASHER_ASSIGNED);
  }

  private boolean mayEnter(OrderStep step) {
    if (steps.isEmpty()) {
      return step.state() == CREATED;
    }
    if (isIn(DELIVERED) || isIn(CANCELLED)) {
      return false;
    }

    return switch (step.state()) {
      case CREATED -> false;
      case CONFIRMED -> isIn(CREATED);
      case PREPARING -> isIn(CONFIRMED);
      case READY -> (isIn(PREPARING) || isIn(DASHER_ASSIGNED)) && !was(READY);
      case DASHER_ASSIGNED ->
          was(PREPARING)
              && !was(PICKED_UP)
              && step.dasherId().isPresent()
              && !isSameDasherAsBefore(step);
      case PICKED_UP -> was(READY) && isSameDasherAsBefore(step) && !was(PICKED_UP);
      case DELIVERED -> isIn(PICKED_UP) && isSameDasherAsBefore(step);
      case CANCELLED -> !was(PICKED_UP);
    };
  }

  private boolean was(OrderState state) {
    return steps.stream().anyMatch(step -> step.state() == state);
  }

  private boolean isSameDasherAsBefore(OrderStep step) {
    return steps.stream()
        .filter(before -> before.state() == DASHER_ASSIGNED)
        .reduce((first, second) -> second)
        .map(assigned -> assigned.dasherId().equals(step.dasherId()))
        .orElse(false);
  }
}
