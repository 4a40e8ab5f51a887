package io.freshet.serving.eta.prediction;

import java.util.Locale;

/** Where an active order stands. The lower-case name is what predictions carry. */
public enum Stage {
  /** No dasher has it yet. */
  PREPARATION,
  /** A dasher is on the way to pick it up. */
  TO_RESTAURANT,
  /** A dasher carries it. */
  TO_CUSTOMER;

  private final String code = name().toLowerCase(Locale.ROOT);

  public String code() {
    return code;
  }
}
