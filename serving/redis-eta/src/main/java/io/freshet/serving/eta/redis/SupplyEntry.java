package io.freshet.serving.eta.redis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.serving.eta.alert.Alert;
import io.freshet.serving.eta.alert.MarketStanding;
import io.freshet.serving.eta.supply.MarketSupply;
import java.time.Duration;
import java.time.Instant;

/** The document that Redis shows of a market's supply and its alerts. */
public final class SupplyEntry {
  private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);

  /** A market that fell silent has none, as it has no rows either. */
  public static final Duration TTL = Duration.ofMinutes(15);

  private SupplyEntry() {}

  public static RedisWrite of(MarketStanding standing) {
    MarketSupply supply = standing.supply();
    // What orders it stands in front: newer-wins.lua looks for it there.
    ObjectNode document =
        JSON.objectNode()
            .put("event_time_ms", supply.millis())
            .put("market", supply.market())
            .put("event_time", Instant.ofEpochMilli(supply.millis()).toString())
            .put("online_dashers", supply.figures().online())
            .put("busy_dashers", supply.figures().busy())
            .put("idle_dashers", supply.figures().idle())
            .put("open_orders", supply.figures().open());
    ArrayNode alerts = document.putArray("alerts");
    for (MarketStanding.On alert : standing.alerts()) {
      alerts
          .addObject()
          .put("alert", alert.alert().code())
          .put("began_at", Instant.ofEpochMilli(alert.beganAt()).toString())
          .put("seen", alert.seen())
          // As supply_alerts has it, however the file that sets it writes the number.
          .put("threshold", alert.threshold().setScale(Alert.SCALE));
    }

    return new RedisWrite(
        RedisKeys.supply(supply.market()),
        0,
        supply.millis(),
        TTL.toMillis(),
        "",
        document.toString());
  }
}
