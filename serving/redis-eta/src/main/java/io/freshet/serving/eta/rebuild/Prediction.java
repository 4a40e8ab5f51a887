package io.freshet.serving.eta.rebuild;

import static io.freshet.core.envelope.EventFields.has;
import static io.freshet.core.envelope.EventFields.integer;
import static io.freshet.core.envelope.EventFields.longValue;
import static io.freshet.core.envelope.EventFields.text;

import io.freshet.serving.eta.prediction.Reason;
import io.freshet.serving.eta.travel.Traffic;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;

/**
 * An ETA that the job has told, as the stream {@code eta_predictions} keeps it.
 *
 * @param latestMillis the arrival itself in events of before there was one
 * @param basis which speed it rests on; empty when it rests on none
 */
record Prediction(
    String market,
    long orderId,
    int orderVersion,
    long millis,
    long arrivalMillis,
    long latestMillis,
    Reason reason,
    Optional<Traffic.Basis> basis) {
  private static final long MICROS_PER_MILLI = 1000;

  static Prediction of(GenericRecord payload) {
    String code = text(payload, "basis");
    long arrival = millis(payload, "predicted_arrival");

    return new Prediction(
        text(payload, "market"),
        longValue(payload, "order_id"),
        integer(payload, "order_version"),
        millis(payload, "event_time"),
        arrival,
        has(payload, "latest_arrival") ? millis(payload, "latest_arrival") : arrival,
        has(payload, "reason") ? Reason.of(text(payload, "reason")) : Reason.ON_TIME,
        Stream.of(Traffic.Basis.values()).filter(basis -> basis.code().equals(code)).findFirst());
  }

  boolean isNewerThan(Prediction other) {
    return orderVersion > other.orderVersion
        || (orderVersion == other.orderVersion && millis > other.millis);
  }

  private static long millis(GenericRecord payload, String name) {
    return Math.floorDiv(longValue(payload, name), MICROS_PER_MILLI);
  }
}
