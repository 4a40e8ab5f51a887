package io.freshet.serving.eta.supply;

import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.travel.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The steps of one order, so that it is known how it stood at the end of any minute, in whatever
 * order they came.
 *
 * <p>Mutable, with the public fields that Flink's POJO serializer asks for.
 */
public final class OrderTrail implements Trail {
  /** An order that nobody spoke of for so long is not on the way any more. */
  static final long REMEMBER_MILLIS = 6 * 60 * Minutes.MILLIS;

  /** By version, each once. */
  public List<Step> steps = new ArrayList<>();

  void add(Step step) {
    int place = steps.size();
    while (place > 0 && steps.get(place - 1).version() > step.version()) {
      place--;
    }
    boolean known = place > 0 && steps.get(place - 1).version() == step.version();
    if (!known) {
      steps.add(place, step);
    }
  }

  /** How it stood at a moment; empty when it did not exist yet or was over. */
  Optional<OpenOrder> at(long moment) {
    OrderState state = null;
    Long dasherId = null;
    Position pickup = null;
    long first = Long.MAX_VALUE;
    long newest = Long.MIN_VALUE;
    for (Step step : steps) {
      if (step.millis() < moment) {
        if (step.state().isFinal()) {
          return Optional.empty();
        }
        state = step.state();
        dasherId = step.dasherId() == null ? dasherId : step.dasherId();
        pickup = pickup == null ? step.pickup() : pickup;
        first = Math.min(first, step.millis());
        newest = Math.max(newest, step.millis());
      }
    }

    return state == null || newest < moment - REMEMBER_MILLIS
        ? Optional.empty()
        : Optional.of(new OpenOrder(state, dasherId, pickup, first));
  }

  /** Whether it was delivered or cancelled at that moment, as long as that is remembered. */
  boolean isOver(long moment) {
    return steps.stream()
        .anyMatch(
            step ->
                step.state().isFinal()
                    && step.millis() < moment
                    && step.millis() >= moment - REMEMBER_MILLIS);
  }

  boolean wasCreatedWithin(long from, long to) {
    return steps.stream()
        .anyMatch(
            step ->
                step.state() == OrderState.CREATED && step.millis() >= from && step.millis() < to);
  }

  @Override
  public boolean forgetBefore(long minute) {
    boolean silent = steps.stream().allMatch(step -> step.millis() < minute - REMEMBER_MILLIS);
    boolean over = isOver(minute);

    return steps.removeIf(
        step ->
            silent || over && !step.state().isFinal() && step.millis() < minute - Minutes.MILLIS);
  }

  @Override
  public boolean isEmpty() {
    return steps.isEmpty();
  }
}
