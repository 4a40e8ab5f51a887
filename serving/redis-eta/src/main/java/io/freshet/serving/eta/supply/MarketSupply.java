package io.freshet.serving.eta.supply;

/**
 * An event of {@code market_supply}.
 *
 * @param millis the end of the minute
 * @param longestWaitSeconds null when nobody waits
 */
public record MarketSupply(
    String market,
    long millis,
    int revision,
    Figures figures,
    int created,
    Integer longestWaitSeconds) {
  static MarketSupply of(String market, long millis, int revision, Picture picture) {
    return new MarketSupply(
        market,
        millis,
        revision,
        picture.market(),
        picture.created(),
        picture.longestWaitSeconds());
  }
}
