package io.freshet.serving.eta.rebuild;

import static io.freshet.core.envelope.EventFields.decimal;
import static io.freshet.core.envelope.EventFields.instant;
import static io.freshet.core.envelope.EventFields.text;

import io.freshet.serving.eta.alert.Alert;
import io.freshet.serving.eta.alert.AlertChange.Change;
import java.math.BigDecimal;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;

/**
 * That an alert began or ended, as the stream {@code supply_alerts} keeps it.
 *
 * @param threshold where it began, the one at which it did
 */
record SupplyAlert(
    String market, Alert alert, Change change, long millis, long beganAt, BigDecimal threshold) {

  /** Empty for an alert or a change that this version does not know. */
  static Optional<SupplyAlert> of(GenericRecord payload) {
    Optional<Alert> alert = Alert.of(text(payload, "alert"));
    Optional<Change> change = Change.of(text(payload, "change"));
    if (alert.isEmpty() || change.isEmpty()) {
      return Optional.empty();
    }

    return Optional.of(
        new SupplyAlert(
            text(payload, "market"),
            alert.get(),
            change.get(),
            instant(payload, "event_time").toEpochMilli(),
            instant(payload, "began_at").toEpochMilli(),
            decimal(payload, "threshold")));
  }
}
