package io.freshet.serving.eta.events;

import java.util.Locale;
import java.util.Optional;

/** The order's state machine, as the contract {@code order_events} names it. */
public enum OrderState {
  CREATED,
  CONFIRMED,
  PREPARING,
  READY,
  DASHER_ASSIGNED,
  PICKED_UP,
  DELIVERED,
  CANCELLED;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean isFinal() {
    return this == DELIVERED || this == CANCELLED;
  }

  /** The state of that code; empty for one that this version does not know. */
  public static Optional<OrderState> of(String code) {
    for (OrderState state : values()) {
      if (state.code().equals(code)) {
        return Optional.of(state);
      }
    }

    return Optional.empty();
  }
}
