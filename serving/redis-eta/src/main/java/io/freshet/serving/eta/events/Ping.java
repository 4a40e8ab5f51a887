package io.freshet.serving.eta.events;

import io.freshet.serving.eta.travel.Fix;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A dasher told where it is.
 *
 * @param orderId the order that it says it carries; null when it says none
 */
@TypeInfo(PingLayout.class)
public record Ping(String market, long dasherId, Long orderId, Fix fix, long waitedMillis)
    implements Timed {
  /** One that was read at once. */
  public Ping(String market, long dasherId, Long orderId, Fix fix) {
    this(market, dasherId, orderId, fix, 0);
  }

  @Override
  public long millis() {
    return fix.millis();
  }
}
