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

  private static final OrderState[] ALL = values();

  private final String code = name().toLowerCase(Locale.ROOT);

  public String code() {
    return code;
  }

  public boolean isFinal() {
    return this == DELIVERED || this == CANCELLED;
  }

  /**
   * Who has an order that takes a step into this state; null when nobody does. Until the pick-up, a
   * step without a dasher says that the one before has given it back.
   *
   * @param had who had it before the step; null when nobody did
   * @param named by the step; null when it names nobody
   */
  public Long dasherAfter(Long had, Long named) {
    boolean isCarried = this == PICKED_UP || this == DELIVERED;

    return named == null && isCarried ? had : named;
  }

  /** The state at that place among them. */
  public static OrderState of(int ordinal) {
    return ALL[ordinal];
  }

  /** The state of that code; empty for one that this version does not know. */
  public static Optional<OrderState> of(String code) {
    for (OrderState state : ALL) {
      if (state.code().equals(code)) {
        return Optional.of(state);
      }
    }

    return Optional.empty();
  }
}
