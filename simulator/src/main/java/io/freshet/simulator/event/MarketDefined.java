package io.freshet.simulator.event;

import java.time.ZoneId;

/** What a market is: reference data, sent before anything else of the market. */
public record MarketDefined(
    String market, String name, ZoneId timeZone, String currency, GeoPoint centre, long eventMicros)
    implements SimulatedEvent {}
