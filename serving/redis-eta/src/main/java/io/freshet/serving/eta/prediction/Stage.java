package io.freshet.serving.eta.prediction;

import java.util.Locale;

/**
 * Where an active order stands. The lower-case name is what predictions carry. State knows stages
 * by their place in this list: a new one goes to its end, whenever in an order's life it comes.
 */
public enum Stage {
  /** No dasher has it yet. */
  PREPARATION,
  /** A dasher is on the way to pick it up. */
  TO_RESTAURANT,
  /** A dasher carries it. */
  TO_CUSTOMER,
  /** A dasher is at the restaurant and has not got it yet. */
  WAIT;

  private final String code = name().toLowerCase(Locale.ROOT);

  public String code() {
    return code;
  }
}
