package io.freshet.serving.orders.rules;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The states that an order goes through, as the contract {@code order_events} names them. */
public enum OrderState {
  CREATED,
  CONFIRMED,
  PREPARING,
  READY,
  DASHER_ASSIGNED,
  PICKED_UP,
  DELIVERED,
  CANCELLED;

  private final String code = name().toLowerCase(Locale.ROOT);

  public String code() {
    return code;
  }

  public boolean isFinal() {
    return this == DELIVERED || this == CANCELLED;
  }

  /** Whether it says how far the kitchen is, whoever may be on the way to it. */
  boolean isOfKitchen() {
    return compareTo(READY) <= 0;
  }

  /** The stage of the kitchen that comes after this one, if there is one. */
  Optional<OrderState> nextOfKitchen() {
    return switch (this) {
      case CREATED -> Optional.of(CONFIRMED);
      case CONFIRMED -> Optional.of(PREPARING);
      case PREPARING -> Optional.of(READY);
      case READY, DASHER_ASSIGNED, PICKED_UP, DELIVERED, CANCELLED -> Optional.empty();
    };
  }

  /** The state of that code, if there is one. */
  public static Optional<OrderState> of(String code) {
    return Arrays.stream(values()).filter(state -> state.code.equals(code)).findFirst();
  }

  public static List<String> codes() {
    return Arrays.stream(values()).map(OrderState::code).toList();
  }
}
