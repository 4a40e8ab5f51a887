package io.freshet.serving.eta.order;

import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.serving.eta.events.EventForm;
import java.time.Instant;

/** Predictions as events of {@code eta_predictions}. */
public final class PredictionForm implements EventForm<EtaUpdate> {
  private static final long serialVersionUID = 1L;

  @Override
  public String id(EtaUpdate update) {
    Moment moment = update.moment();

    return moment.orderId() + "-" + moment.orderVersion() + "-" + moment.millis();
  }

  @Override
  public void fill(PayloadBuilder payload, EtaUpdate update) {
    Moment moment = update.moment();
    payload
        .set("market", moment.market())
        .set("order_id", moment.orderId())
        .set("order_version", moment.orderVersion())
        .set("dasher_id", moment.dasherId())
        .set("event_time", Instant.ofEpochMilli(moment.millis()))
        .set("stage", moment.stage().code())
        .set("predicted_arrival", Instant.ofEpochMilli(update.predictedMillis()))
        .set("remaining_seconds", update.remainingSeconds())
        .set("basis", update.basis())
        .set("distance_meters", moment.meters() < 0 ? null : (int) Math.round(moment.meters()))
        .set("latest_arrival", Instant.ofEpochMilli(update.latestMillis()))
        .set("reason", update.reason().code())
        .set("model", update.model())
        .set("features", update.features())
        .set("features_version", update.features() == null ? null : EtaFeatures.VERSION);
  }

  @Override
  public String refusedCounter() {
    return "refusedPredictions";
  }
}
