package io.freshet.serving.eta.supply;

import java.util.List;

/**
 * What an order counts as.
 *
 * @param created the minute in which it counts as created
 * @param stays with whom it is when
 */
record OrderPage(Timeline timeline, Timeline created, List<Stay> stays) {
  static final OrderPage EMPTY =
      new OrderPage(new Timeline.Builder().build(), new Timeline.Builder().build(), List.of());

  boolean isEmpty() {
    return timeline.isEmpty() && created.isEmpty() && stays.isEmpty();
  }
}
