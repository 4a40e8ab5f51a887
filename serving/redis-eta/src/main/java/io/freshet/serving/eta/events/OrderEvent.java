package io.freshet.serving.eta.events;

import io.freshet.serving.eta.travel.Position;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * An order took a step.
 *
 * @param dasherId null while nobody has it; from the pick-up on, also when the event does not say
 * @param pickup where the restaurant is; null when the event does not say
 * @param dropoff where the customer is; null when the event does not say
 * @param synthetic whether a replay had to invent the step: nothing is learned from its time
 */
@TypeInfo(OrderEventLayout.class)
public record OrderEvent(
    String market,
    long orderId,
    int orderVersion,
    OrderState state,
    long millis,
    Long dasherId,
    Position pickup,
    Position dropoff,
    boolean synthetic,
    long waitedMillis)
    implements Timed {
  /** One that was read at once. */
  public OrderEvent(
      String market,
      long orderId,
      int orderVersion,
      OrderState state,
      long millis,
      Long dasherId,
      Position pickup,
      Position dropoff,
      boolean synthetic) {
    this(market, orderId, orderVersion, state, millis, dasherId, pickup, dropoff, synthetic, 0);
  }

  /**
   * Who has the order now; null when nobody does.
   *
   * @param had who had it before the step; null when nobody did
   */
  public Long dasherAfter(Long had) {
    return state.dasherAfter(had, dasherId);
  }
}
