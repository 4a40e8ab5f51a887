package io.freshet.simulator.event;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * An order entering a state.
 *
 * @param version 1 for the first step of an order, one more with each step
 * @param dasherId who has the order then; empty before the assignment
 * @param reason why it was cancelled; empty for every other state
 */
public record OrderStep(
    Order order,
    int version,
    OrderState state,
    long eventMicros,
    OptionalLong dasherId,
    Optional<String> reason,
    Provenance provenance)
    implements SimulatedEvent {

  /** Whether a step happened in the world that is shown, or was made up to complete it. */
  public enum Provenance {
    /** Recorded, or simulated from end to end. */
    OBSERVED,
    /** A recording has no such step: it was invented, and says so. */
    INVENTED
  }

  @Override
  public String market() {
    return order.market();
  }
}
