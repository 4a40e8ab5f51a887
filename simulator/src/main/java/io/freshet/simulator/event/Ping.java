package io.freshet.simulator.event;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Where a dasher's phone says that it is.
 *
 * @param orderId the order that the dasher carries: from pickup to delivery, otherwise empty
 */
public record Ping(
    String market,
    long dasherId,
    OptionalLong orderId,
    GeoPoint place,
    long eventMicros,
    OptionalInt accuracyMeters)
    implements SimulatedEvent {}
