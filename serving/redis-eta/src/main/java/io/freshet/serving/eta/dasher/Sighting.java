package io.freshet.serving.eta.dasher;

import io.freshet.serving.eta.travel.Fix;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A dasher that has an order was somewhere.
 *
 * @param overdue whether newer ones of this dasher probably wait already
 */
@TypeInfo(SightingLayout.class)
public record Sighting(String market, long orderId, long dasherId, Fix fix, boolean overdue) {
  /** One that came in time. */
  public Sighting(String market, long orderId, long dasherId, Fix fix) {
    this(market, orderId, dasherId, fix, false);
  }
}
