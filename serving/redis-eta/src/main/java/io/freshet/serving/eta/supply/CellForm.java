package io.freshet.serving.eta.supply;

import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.serving.eta.events.EventForm;
import java.time.Instant;

/** What is in a cell as events of {@code supply_cells}. */
public final class CellForm implements EventForm<CellSupply> {
  private static final long serialVersionUID = 1L;

  @Override
  public String id(CellSupply supply) {
    return "%s-%s-%d-%d"
        .formatted(supply.market(), text(supply.cell()), supply.millis(), supply.revision());
  }

  @Override
  public void fill(PayloadBuilder payload, CellSupply supply) {
    payload
        .set("market", supply.market())
        .set("cell", text(supply.cell()))
        .set("event_time", Instant.ofEpochMilli(supply.millis()))
        .set("revision", supply.revision())
        .set("latitude", supply.centre().latitude())
        .set("longitude", supply.centre().longitude());
    MarketForm.fill(payload, supply.figures());
  }

  @Override
  public String refusedCounter() {
    return MarketForm.REFUSED;
  }

  private static String text(long cell) {
    return Long.toHexString(cell);
  }
}
