package io.freshet.serving.eta.dasher;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/** What an order's step means to a dasher. */
@TypeInfo(AssignmentLayout.class)
public record Assignment(
    String market, long dasherId, long orderId, int orderVersion, Kind kind, long millis) {

  /** What the dasher does with the order from then on. */
  public enum Kind {
    ASSIGNED,
    PICKED_UP,
    /** Delivered, cancelled or given to somebody else. */
    RELEASED
  }
}
