package io.freshet.serving.eta.dasher;

import io.freshet.serving.eta.travel.Track;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the job remembers of one dasher.
 *
 * <p>Mutable, with the public fields that Flink's POJO serializer asks for.
 */
public final class Dasher {
  /** Nobody carries more; what a broken producer assigns beyond it pushes out the oldest. */
  private static final int MAX_ORDERS = 16;

  /** An order that nobody spoke of for six hours is not on the way any more. */
  static final long FORGET_ORDER_MILLIS = 6 * 3_600_000L;

  public Track track = Track.EMPTY;
  public DasherActivity activity = DasherActivity.UNSEEN;
  public List<Carried> orders = new ArrayList<>();

  /** The order that its last ping named; null when it named none. */
  public Long named;

  /** Event time of the last update that was sent; negative before the first. */
  public long toldAt = Long.MIN_VALUE / 2;

  /** The earliest timer that is set; {@code Long.MAX_VALUE} when there is none. */
  public long timerAt = Long.MAX_VALUE;

  void take(Assignment assignment) {
    boolean released = assignment.kind() == Assignment.Kind.RELEASED;
    if (released && named != null && named == assignment.orderId()) {
      named = null;
    }
    List<Carried> kept = new ArrayList<>(orders);
    kept.removeIf(order -> order.orderId() == assignment.orderId());
    if (!released) {
      boolean pickedUp = assignment.kind() == Assignment.Kind.PICKED_UP;
      kept.add(new Carried(assignment.orderId(), pickedUp, assignment.millis()));
    }
    orders = kept.size() > MAX_ORDERS ? new ArrayList<>(kept.subList(1, kept.size())) : kept;
  }

  void forgetOrdersBefore(long millis) {
    List<Carried> kept = new ArrayList<>(orders);
    if (kept.removeIf(order -> order.millis() + FORGET_ORDER_MILLIS <= millis)) {
      orders = kept;
    }
  }

  DasherActivity.Work work() {
    return named == null && orders.isEmpty()
        ? DasherActivity.Work.NONE
        : DasherActivity.Work.ORDERS;
  }

  /** The orders that a ping of now is a sighting of. */
  Set<Long> orderIds() {
    Set<Long> ids = new LinkedHashSet<>();
    orders.forEach(order -> ids.add(order.orderId()));
    if (named != null) {
      ids.add(named);
    }

    return ids;
  }

  boolean carriesFood() {
    return named != null || orders.stream().anyMatch(Carried::pickedUp);
  }

  boolean isForgettable() {
    return activity.status() == DasherActivity.Status.OFFLINE && orders.isEmpty();
  }

  /** When time alone changes anything next; {@code Long.MAX_VALUE} when it never does. */
  long nextChange(DasherActivity.Limits limits) {
    long next = activity.nextChange(limits);
    for (Carried order : orders) {
      next = Math.min(next, order.millis() + FORGET_ORDER_MILLIS);
    }

    return next;
  }
}
