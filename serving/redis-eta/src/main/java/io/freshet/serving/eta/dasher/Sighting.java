package io.freshet.serving.eta.dasher;

import io.freshet.serving.eta.travel.Fix;

/** A dasher that has an order was somewhere. */
public record Sighting(String market, long orderId, long dasherId, Fix fix) {}
