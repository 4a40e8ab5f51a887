package io.freshet.serving.eta.travel;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What was travelled in one part of a market within its rolling window, as of a moment.
 *
 * @param expiresAt event time from which on it says nothing any more
 */
@TypeInfo(CellSpeedLayout.class)
public record CellSpeed(String market, long cell, float meters, float seconds, long expiresAt) {

  /** Tells the readers to forget the cell. */
  public static CellSpeed nothing(String market, long cell) {
    return new CellSpeed(market, cell, 0, 0, Long.MIN_VALUE);
  }

  public boolean saysNothing() {
    return seconds <= 0;
  }
}
