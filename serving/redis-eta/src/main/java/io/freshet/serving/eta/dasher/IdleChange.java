package io.freshet.serving.eta.dasher;

import java.util.Locale;

/**
 * An event of {@code idle_dashers}.
 *
 * @param since since when the dasher had been without an order
 * @param millis when it began or ended
 * @param ending null where it began
 * @param cell where the dasher was last; null where that was never known
 */
public record IdleChange(
    String market, long dasherId, long since, long millis, Ending ending, Long cell) {

  /** What ends idleness; the lower-case name is the contract's. */
  public enum Ending {
    /** It got one. */
    ORDER,
    /** It fell silent. */
    OFFLINE;

    private final String code = name().toLowerCase(Locale.ROOT);

    String code() {
      return code;
    }
  }

  String change() {
    return ending == null ? "began" : "ended";
  }
}
