package io.freshet.ingestion.sqlapps;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Events of a market with what the shipped applications read of them. */
final class MarketEvents {
  private MarketEvents() {}

  static Map<String, Object> order(String market, long id, String state, Instant time) {
    return new HashMap<>(
        Map.of(
            "market", market,
            "order_id", id,
            "order_version", 1,
            "state", state,
            "event_time", time,
            "synthetic", false));
  }

  /**
   * @param order that the dasher carries, or null
   */
  static Map<String, Object> ping(String market, long dasher, Long order, Instant time) {
    Map<String, Object> ping =
        new HashMap<>(
            Map.of(
                "market", market,
                "dasher_id", dasher,
                "latitude", 37.7,
                "longitude", -122.4,
                "event_time", time));
    ping.put("order_id", order);

    return ping;
  }
}
