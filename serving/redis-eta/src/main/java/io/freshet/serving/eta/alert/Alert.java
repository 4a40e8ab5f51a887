package io.freshet.serving.eta.alert;

import io.freshet.serving.eta.supply.Figures;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What may be wrong with a market's supply, as the contract {@code supply_alerts} defines it. The
 * lower-case name is the contract's and the thresholds' file's.
 */
public enum Alert {
  /** Too few. */
  ONLINE_DASHERS,
  /** Too many. */
  OPEN_ORDERS_PER_IDLE_DASHER,
  /** Too much. */
  IDLE_SHARE;

  /** Digits behind the point. */
  public static final int SCALE = 3;

  private final String code = name().toLowerCase(Locale.ROOT);

  public String code() {
    return code;
  }

  static List<String> codes() {
    return Arrays.stream(values()).map(Alert::code).toList();
  }

  public static Optional<Alert> of(String code) {
    return Arrays.stream(values()).filter(alert -> alert.code.equals(code)).findFirst();
  }

  /** Rounded, so that whoever is told the number can decide the same. */
  public BigDecimal seen(Figures figures) {
    return switch (this) {
      case ONLINE_DASHERS -> ratio(figures.online(), 1);
      case OPEN_ORDERS_PER_IDLE_DASHER -> ratio(figures.open(), figures.idle());
      case IDLE_SHARE -> ratio(figures.idle(), figures.online());
    };
  }

  /** Whether the lower number is the worse one. */
  boolean isAboutTooFew() {
    return switch (this) {
      case ONLINE_DASHERS -> true;
      case OPEN_ORDERS_PER_IDLE_DASHER, IDLE_SHARE -> false;
    };
  }

  private static BigDecimal ratio(int part, int whole) {
    return BigDecimal.valueOf(part)
        .divide(BigDecimal.valueOf(Math.max(1, whole)), SCALE, RoundingMode.HALF_UP);
  }
}
