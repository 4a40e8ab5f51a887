package io.freshet.serving.eta.alert;

import java.util.Map;

/**
 * From where on a market's supply is an alert.
 *
 * @param everywhere holds for each market that is not named
 * @param byMarket all that holds for a market that is
 */
record Thresholds(Map<Alert, Threshold> everywhere, Map<String, Map<Alert, Threshold>> byMarket) {
  static final Thresholds NONE = new Thresholds(Map.of(), Map.of());

  Thresholds {
    everywhere = Map.copyOf(everywhere);
    byMarket = Map.copyOf(byMarket);
  }

  Map<Alert, Threshold> of(String market) {
    return byMarket.getOrDefault(market, everywhere);
  }
}
