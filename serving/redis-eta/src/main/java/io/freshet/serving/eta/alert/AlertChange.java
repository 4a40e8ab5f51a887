package io.freshet.serving.eta.alert;

import io.freshet.serving.eta.supply.MarketSupply;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * An event of {@code supply_alerts}.
 *
 * @param threshold what was gone past or reached again
 * @param minutes for how long it had to be
 * @param supply of the minute at which it began or ended
 */
public record AlertChange(
    Alert alert,
    Change change,
    long beganAt,
    BigDecimal seen,
    BigDecimal threshold,
    int minutes,
    MarketSupply supply) {

  /** The lower-case name is the contract's. */
  public enum Change {
    BEGAN,
    ENDED;

    private final String code = name().toLowerCase(Locale.ROOT);

    String code() {
      return code;
    }

    public static Optional<Change> of(String code) {
      return Arrays.stream(values()).filter(change -> change.code.equals(code)).findFirst();
    }
  }
}
