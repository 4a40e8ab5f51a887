package io.freshet.serving.eta.supply;

import static io.freshet.core.envelope.EventFields.has;
import static io.freshet.core.envelope.EventFields.instant;
import static io.freshet.core.envelope.EventFields.integer;
import static io.freshet.core.envelope.EventFields.text;

import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.serving.eta.events.EventForm;
import java.time.Instant;
import org.apache.avro.generic.GenericRecord;

/** A market's supply as events of {@code market_supply}. */
public final class MarketForm implements EventForm<MarketSupply> {
  static final String REFUSED = "refusedSupply";

  private static final long serialVersionUID = 1L;

  @Override
  public String id(MarketSupply supply) {
    return "%s-%d-%d".formatted(supply.market(), supply.millis(), supply.revision());
  }

  @Override
  public void fill(PayloadBuilder payload, MarketSupply supply) {
    payload
        .set("market", supply.market())
        .set("event_time", Instant.ofEpochMilli(supply.millis()))
        .set("revision", supply.revision())
        .set("created_orders", supply.created())
        .set("longest_wait_seconds", supply.longestWaitSeconds());
    fill(payload, supply.figures());
  }

  static void fill(PayloadBuilder payload, Figures figures) {
    payload
        .set("online_dashers", figures.online())
        .set("busy_dashers", figures.busy())
        .set("idle_dashers", figures.idle())
        .set("open_orders", figures.open())
        .set("unassigned_orders", figures.unassigned())
        .set("ready_orders", figures.ready());
  }

  /** What was filled in. */
  public static MarketSupply read(GenericRecord payload) {
    return new MarketSupply(
        text(payload, "market"),
        instant(payload, "event_time").toEpochMilli(),
        integer(payload, "revision"),
        new Figures(
            integer(payload, "busy_dashers"),
            integer(payload, "idle_dashers"),
            integer(payload, "open_orders"),
            integer(payload, "unassigned_orders"),
            integer(payload, "ready_orders")),
        integer(payload, "created_orders"),
        has(payload, "longest_wait_seconds") ? integer(payload, "longest_wait_seconds") : null);
  }

  @Override
  public String refusedCounter() {
    return REFUSED;
  }
}
