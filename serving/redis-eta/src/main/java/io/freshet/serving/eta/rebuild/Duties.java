package io.freshet.serving.eta.rebuild;

import io.freshet.serving.eta.dasher.Assignment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What orders mean to one dasher. */
final class Duties {
  private static final Comparator<Assignment> AS_THEY_HAPPENED =
      Comparator.comparingLong(Assignment::millis)
          .thenComparingLong(Assignment::orderId)
          .thenComparing(Assignment::kind);

  private final List<Assignment> told = new ArrayList<>();
  private long receivedMillis = Long.MIN_VALUE;

  void add(Assignment assignment, long received) {
    told.add(assignment);
    receivedMillis = Math.max(receivedMillis, received);
  }

  List<Assignment> asTheyHappened() {
    told.sort(AS_THEY_HAPPENED);

    return told;
  }

  /** When the newest came in; {@code Long.MIN_VALUE} when there is none. */
  long receivedMillis() {
    return receivedMillis;
  }
}
