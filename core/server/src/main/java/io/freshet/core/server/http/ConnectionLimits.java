package io.freshet.core.server.http;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;

/**
 * How many connections a door holds at a time: {@code <part>.max-connections}, and {@code
 * <part>.max-connections-per-address} of one address that is not this machine's.
 */
public record ConnectionLimits(String part, int total, int perAddress) {
  private static final String TOTAL = ".max-connections";
  private static final String PER_ADDRESS = ".max-connections-per-address";

  /** More than live's watchers, with which each connection is one of them. */
  private static final int USUAL_TOTAL = 25_000;

  /** Of a company behind one address, with six connections a browser. */
  private static final int USUAL_PER_ADDRESS = 1_000;

  private static final int MOST = 1_000_000;

  public ConnectionLimits {
    require(part + TOTAL, total, MOST);
    require(part + PER_ADDRESS, perAddress, total);
  }

  static ConnectionLimits usual(String part) {
    return new ConnectionLimits(part, USUAL_TOTAL, USUAL_PER_ADDRESS);
  }

  /**
   * @param isBehindProxy whether those who connect are proxies, of which each may take all
   */
  static ConnectionLimits from(Settings settings, String part, boolean isBehindProxy) {
    int total = settings.integer(part + TOTAL, USUAL_TOTAL);
    int usual = isBehindProxy ? total : Math.min(total, USUAL_PER_ADDRESS);

    return new ConnectionLimits(part, total, settings.integer(part + PER_ADDRESS, usual));
  }

  private static void require(String key, int value, int most) {
    if (value < 1 || value > most) {
      throw new InvalidSettingException(key, value, "between 1 and %d".formatted(most));
    }
  }
}
