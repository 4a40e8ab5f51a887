package io.freshet.serving.eta.prediction;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * Why an order arrives later than its customer was told. The lower-case name is what predictions
 * and documents carry.
 */
public enum Reason {
  /** It does not, or by no more than anybody would ask about. */
  ON_TIME,
  /** The restaurant takes its time, or keeps the dasher waiting. */
  KITCHEN_SLOW,
  /** The food is ready, and no dasher has been found. */
  NO_DASHER,
  /** Another dasher has taken over. */
  REASSIGNED,
  /** The market drives slower than when this stage began. */
  TRAFFIC,
  /** The dasher has been standing for minutes, and not at its goal. */
  DASHER_STOPPED,
  /** The dasher gets farther away from its goal. */
  DETOUR,
  /** The dasher's phone is silent: where the order is, nobody knows. */
  NO_SIGNAL,
  /** Nothing that is known explains it. */
  DELAYED;

  private final String code = name().toLowerCase(Locale.ROOT);

  public String code() {
    return code;
  }

  /** {@link #DELAYED} where it is none that we know. */
  public static Reason of(String code) {
    return Stream.of(values()).filter(each -> each.code.equals(code)).findFirst().orElse(DELAYED);
  }
}
