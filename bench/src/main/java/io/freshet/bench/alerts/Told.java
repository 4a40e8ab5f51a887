package io.freshet.bench.alerts;

import java.time.Instant;
import java.util.Optional;

/**
 * An alert as the webhook got it.
 *
 * @param at when it came
 * @param state such as {@code breached}
 * @param table empty where it is about measuring as such
 * @param hop empty where it names none
 */
record Told(
    Instant at,
    String state,
    Optional<String> table,
    Optional<String> hop,
    Optional<String> cause) {
  static final String BREACHED = "breached";
  static final String RECOVERED = "recovered";

  boolean isOf(String kind, String name) {
    return state.equals(kind) && table.filter(name::equals).isPresent();
  }
}
