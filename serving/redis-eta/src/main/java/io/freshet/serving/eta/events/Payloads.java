package io.freshet.serving.eta.events;

import static io.freshet.core.envelope.EventFields.doubleValue;
import static io.freshet.core.envelope.EventFields.flag;
import static io.freshet.core.envelope.EventFields.has;
import static io.freshet.core.envelope.EventFields.integer;
import static io.freshet.core.envelope.EventFields.longValue;
import static io.freshet.core.envelope.EventFields.text;

import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;

/** Reads the payloads of {@code dasher_pings} and {@code order_events}. */
public final class Payloads {
  private static final long MICROS_PER_MILLI = 1000;

  private Payloads() {}

  /**
   * @param waitedMillis how long Kafka had had it
   */
  public static Optional<Ping> ping(GenericRecord payload, long waitedMillis) {
    Position position =
        new Position(doubleValue(payload, "latitude"), doubleValue(payload, "longitude"));

    return Optional.of(
        new Ping(
            text(payload, "market"),
            longValue(payload, "dasher_id"),
            optionalLong(payload, "order_id"),
            new Fix(millis(payload), position),
            waitedMillis));
  }

  /**
   * Empty for a state that this version does not know.
   *
   * @param waitedMillis how long Kafka had had it
   */
  public static Optional<OrderEvent> orderEvent(GenericRecord payload, long waitedMillis) {
    return OrderState.of(text(payload, "state"))
        .map(
            state ->
                new OrderEvent(
                    text(payload, "market"),
                    longValue(payload, "order_id"),
                    integer(payload, "order_version"),
                    state,
                    millis(payload),
                    optionalLong(payload, "dasher_id"),
                    place(payload, "pickup"),
                    place(payload, "dropoff"),
                    flag(payload, "synthetic"),
                    waitedMillis));
  }

  private static long millis(GenericRecord payload) {
    return millis(longValue(payload, "event_time"));
  }

  /** Of an event time, as payloads have it. */
  public static long millis(long micros) {
    return Math.floorDiv(micros, MICROS_PER_MILLI);
  }

  private static Long optionalLong(GenericRecord payload, String name) {
    return has(payload, name) ? longValue(payload, name) : null;
  }

  private static Position place(GenericRecord payload, String which) {
    String latitude = which + "_latitude";
    String longitude = which + "_longitude";

    return has(payload, latitude) && has(payload, longitude)
        ? new Position(doubleValue(payload, latitude), doubleValue(payload, longitude))
        : null;
  }
}
