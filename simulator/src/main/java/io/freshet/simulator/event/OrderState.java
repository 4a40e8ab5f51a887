package io.freshet.simulator.event;

import java.util.Locale;

/** The states that an order goes through. The lower-case name is what events carry. */
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
}
