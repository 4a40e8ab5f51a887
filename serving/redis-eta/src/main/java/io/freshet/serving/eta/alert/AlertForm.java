package io.freshet.serving.eta.alert;

import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.serving.eta.events.EventForm;
import io.freshet.serving.eta.supply.Figures;
import java.time.Instant;

/** Alerts as events of {@code supply_alerts}. */
public final class AlertForm implements EventForm<AlertChange> {
  private static final long serialVersionUID = 1L;

  @Override
  public String id(AlertChange found) {
    return "%s-%s-%d-%s"
        .formatted(
            found.supply().market(),
            found.alert().code(),
            found.supply().millis(),
            found.change().code());
  }

  @Override
  public void fill(PayloadBuilder payload, AlertChange found) {
    Figures figures = found.supply().figures();
    payload
        .set("market", found.supply().market())
        .set("alert", found.alert().code())
        .set("event_time", Instant.ofEpochMilli(found.supply().millis()))
        .set("change", found.change().code())
        .set("began_at", Instant.ofEpochMilli(found.beganAt()))
        .set("seen", found.seen())
        .set("threshold", found.threshold())
        .set("minutes", found.minutes())
        .set("online_dashers", figures.online())
        .set("busy_dashers", figures.busy())
        .set("idle_dashers", figures.idle())
        .set("open_orders", figures.open());
  }

  @Override
  public String refusedCounter() {
    return "refusedSupplyAlerts";
  }
}
