package io.freshet.serving.eta.dasher;

import io.freshet.serving.eta.dasher.DasherActivity.Status;
import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.supply.KnownSight;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.KeptTrack;
import io.freshet.serving.eta.travel.Track;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What the job remembers of one dasher. Mutable, and as few objects as can be: a ping changes
 * numbers in it and leaves nothing to collect.
 */
@TypeInfo(DasherLayout.class)
public final class Dasher {
  /** Nobody carries more; what a broken producer assigns beyond it pushes out the oldest. */
  private static final int MAX_ORDERS = 16;

  /** An order that nobody spoke of for six hours is not on the way any more. */
  static final long FORGET_ORDER_MILLIS = 6 * 3_600_000L;

  /** The layout's first version: supply was told of each ping. */
  private static final int WITHOUT_SIGHT = 1;

  private static final Status[] STATUSES = Status.values();

  private KeptTrack track = new KeptTrack();
  private Status status = DasherActivity.UNSEEN.status();
  private long since = DasherActivity.UNSEEN.since();
  private long lastSeen = DasherActivity.UNSEEN.lastSeen();
  private boolean namesAnOrder;
  private long named;

  private KnownSight sight = new KnownSight();

  /** Never changed, but replaced. */
  private List<Carried> orders = List.of();

  /** Event time of the last update that was sent; negative before the first. */
  long toldAt = Long.MIN_VALUE / 2;

  /** The earliest timer that is set; {@code Long.MAX_VALUE} when there is none. */
  long timerAt = Long.MAX_VALUE;

  Track track() {
    return track.track();
  }

  /** The newest ping that is believed; null before the first. */
  Fix last() {
    return track.last();
  }

  /** What supply was told of it. */
  KnownSight sight() {
    return sight;
  }

  DasherActivity activity() {
    return new DasherActivity(status, since, lastSeen);
  }

  void keep(Track next) {
    track.keep(next);
  }

  void keep(DasherActivity next) {
    status = next.status();
    since = next.since();
    lastSeen = next.lastSeen();
  }

  /**
   * @param orderId that its last ping named; null when it named none
   */
  void name(Long orderId) {
    namesAnOrder = orderId != null;
    named = orderId == null ? 0 : orderId;
  }

  void take(Assignment assignment) {
    boolean released = assignment.kind() == Assignment.Kind.RELEASED;
    if (released && namesAnOrder && named == assignment.orderId()) {
      name(null);
    }
    List<Carried> kept = new ArrayList<>(orders);
    kept.removeIf(order -> order.orderId() == assignment.orderId());
    if (!released) {
      boolean pickedUp = assignment.kind() == Assignment.Kind.PICKED_UP;
      kept.add(new Carried(assignment.orderId(), pickedUp, assignment.millis()));
    }
    orders = List.copyOf(kept.size() > MAX_ORDERS ? kept.subList(1, kept.size()) : kept);
  }

  void forgetOrdersBefore(long millis) {
    List<Carried> kept = new ArrayList<>(orders);
    if (kept.removeIf(order -> order.millis() + FORGET_ORDER_MILLIS <= millis)) {
      orders = List.copyOf(kept);
    }
  }

  DasherActivity.Work work() {
    return !namesAnOrder && orders.isEmpty()
        ? DasherActivity.Work.NONE
        : DasherActivity.Work.ORDERS;
  }

  /** The orders that a ping of now is a sighting of, each once. */
  List<Long> orderIds() {
    if (orders.isEmpty()) {
      return namesAnOrder ? List.of(named) : List.of();
    }
    List<Long> ids = new ArrayList<>(orders.size() + 1);
    boolean toAdd = namesAnOrder;
    for (Carried order : orders) {
      ids.add(order.orderId());
      toAdd &= order.orderId() != named;
    }
    if (toAdd) {
      ids.add(named);
    }

    return ids;
  }

  boolean carriesFood() {
    return namesAnOrder || orders.stream().anyMatch(Carried::pickedUp);
  }

  boolean isForgettable() {
    return status == Status.OFFLINE && orders.isEmpty();
  }

  /** When time alone changes anything next; {@code Long.MAX_VALUE} when it never does. */
  long nextChange(DasherActivity.Limits limits) {
    long next = activity().nextChange(limits);
    for (Carried order : orders) {
      next = Math.min(next, order.millis() + FORGET_ORDER_MILLIS);
    }

    return next;
  }

  Dasher copy() {
    Dasher copy = new Dasher();
    copy.track = track.copy();
    copy.status = status;
    copy.since = since;
    copy.lastSeen = lastSeen;
    copy.namesAnOrder = namesAnOrder;
    copy.named = named;
    copy.sight = sight.copy();
    copy.orders = orders;
    copy.toldAt = toldAt;
    copy.timerAt = timerAt;

    return copy;
  }

  void write(ByteWriter out) {
    track.write(out);
    out.small(status.ordinal());
    out.number(since);
    out.number(lastSeen);
    out.optional(namesAnOrder ? Long.valueOf(named) : null);
    out.small(orders.size());
    for (Carried order : orders) {
      out.number(order.orderId());
      out.flag(order.pickedUp());
      out.number(order.millis());
    }
    out.number(toldAt);
    out.number(timerAt);
    sight.write(out);
  }

  /**
   * @param version of {@link DasherLayout}
   */
  static Dasher read(ByteReader in, int version) {
    Dasher dasher = new Dasher();
    dasher.track = KeptTrack.read(in);
    dasher.status = STATUSES[in.small()];
    dasher.since = in.number();
    dasher.lastSeen = in.number();
    dasher.name(in.optional());
    Carried[] orders = new Carried[in.small()];
    for (int i = 0; i < orders.length; i++) {
      orders[i] = new Carried(in.number(), in.flag(), in.number());
    }
    dasher.orders = List.of(orders);
    dasher.toldAt = in.number();
    dasher.timerAt = in.number();
    if (version != WITHOUT_SIGHT) {
      dasher.sight = KnownSight.read(in);
    }

    return dasher;
  }
}
