package io.freshet.simulator.run;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/**
 * How fast event time runs against the wall: 1 is real time, 600 is ten minutes a second.
 *
 * @param factor 0: as fast as possible
 */
public record Speed(double factor) {
  public static final Speed MAX = new Speed(0);
  public static final Speed LIVE = new Speed(1);

  public Speed {
    if (!(factor >= 0) || Double.isInfinite(factor)) {
      throw refusal(Double.toString(factor));
    }
  }

  /** Reads a number, or {@code max}. */
  public static Speed parse(String text) {
    if (text.strip().equals("max")) {
      return MAX;
    }
    try {
      return new Speed(Double.parseDouble(text.strip()));
    } catch (NumberFormatException notANumber) {
      throw refusal(text);
    }
  }

  public boolean isPaced() {
    return factor > 0;
  }

  private static FreshetException refusal(String seen) {
    return new FreshetException(
        Fault.CALLER,
        "speed is %s; it must be max, 0 (the same) or how many seconds of event time pass in one"
                .formatted(seen)
            + " second, such as 1 or 600");
  }
}
