package io.freshet.serving.eta.supply;

import java.util.List;
import java.util.Objects;

/**
 * A market's supply at the end of a minute.
 *
 * @param created orders that were created within the minute
 * @param longestWaitSeconds of an order that nobody has; null when there is none
 * @param cells those that hold anything, in the order of their numbers
 */
public record Picture(
    Figures market, int created, Integer longestWaitSeconds, List<CellFigures> cells) {
  boolean hasTheMarketOf(Picture other) {
    return market.equals(other.market)
        && created == other.created
        && Objects.equals(longestWaitSeconds, other.longestWaitSeconds);
  }
}
