package io.freshet.serving.eta.dasher;

import io.freshet.serving.eta.travel.Fix;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/** A dasher that has an order was somewhere. */
@TypeInfo(SightingLayout.class)
public record Sighting(String market, long orderId, long dasherId, Fix fix) {}
