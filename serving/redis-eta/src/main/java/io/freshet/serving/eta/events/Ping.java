package io.freshet.serving.eta.events;

import io.freshet.serving.eta.travel.Fix;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A dasher told where it is.
 *
 * @param orderId the order that it says it carries; null when it says none
 * @param overdue whether it was read so long after Kafka got it that newer ones probably wait
 */
@TypeInfo(PingLayout.class)
public record Ping(String market, long dasherId, Long orderId, Fix fix, boolean overdue)
    implements Timed {
  /** One that was read in time. */
  public Ping(String market, long dasherId, Long orderId, Fix fix) {
    this(market, dasherId, orderId, fix, false);
  }

  @Override
  public long millis() {
    return fix.millis();
  }
}
