package io.freshet.serving.eta.supply;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A market's supply at the end of each minute that is not settled, kept up with each event: a ping
 * that changes nothing costs a look-up, one that does costs what it changes, and a minute is told
 * from counts. Whoever falls silent was counted so from the beginning: each event says until when
 * it counts.
 *
 * <p>All follows from the trails, which are kept elsewhere; {@link #restore} makes it anew. Not
 * thread-safe.
 */
final class MarketBook {
  private final StandingRule rule;
  private final Trails<DasherTrail> dasherTrails;
  private final Trails<OrderTrail> orderTrails;
  private final Counts counts;
  private final Stays stays = new Stays();
  private final Map<Long, DasherPage> dashers = new HashMap<>();
  private final Map<Long, OrderPage> orders = new HashMap<>();

  /** Of each order the dashers whose sights name it. */
  private final Map<Long, List<Long>> naming = new HashMap<>();

  /** When there may be something to forget of somebody; each dasher is in it once. */
  private final Dues silentDashers = new Dues();

  private final Dues oldOrders = new Dues();

  /**
   * @param settled the newest minute that nothing can change any more
   */
  MarketBook(
      StandingRule rule, Trails<DasherTrail> dashers, Trails<OrderTrail> orders, long settled) {
    this.rule = rule;
    this.dasherTrails = dashers;
    this.orderTrails = orders;
    this.counts = new Counts(settled + Minutes.MILLIS);
  }

  /** Makes it anew of all trails that are kept. */
  void restore(
      Iterable<Map.Entry<Long, DasherTrail>> dasherEntries,
      Iterable<Map.Entry<Long, OrderTrail>> orderEntries)
      throws Exception {
    for (Map.Entry<Long, OrderTrail> order : orderEntries) {
      put(order.getKey(), order.getValue());
      oldOrders.add(order.getValue().forgetsAfter(counts.first()), order.getKey());
    }
    for (Map.Entry<Long, DasherTrail> dasher : dasherEntries) {
      put(dasher.getKey(), dasher.getValue());
    }
  }

  void see(long dasherId, Sight sight) throws Exception {
    DasherTrail known = dasherTrails.of(dasherId);
    DasherTrail trail = known == null ? new DasherTrail() : known;
    trail.forgetBefore(counts.first());
    int place = trail.placeOf(Minutes.endOf(sight.millis()));
    boolean changes = place < 0 || !rule.isSame(trail, place, sight);
    trail.add(sight);
    dasherTrails.keep(dasherId, trail);
    if (changes) {
      put(dasherId, trail);
    }
    forgetSome();
  }

  void take(long orderId, Step step) throws Exception {
    OrderTrail known = orderTrails.of(orderId);
    OrderTrail trail = known == null ? new OrderTrail() : known;
    if (trail.add(step)) {
      orderTrails.keep(orderId, trail);
      OrderPage before = orders.getOrDefault(orderId, OrderPage.EMPTY);
      OrderPage after = put(orderId, trail);
      if (known == null || trail.hasEnded()) {
        oldOrders.add(trail.forgetsAfter(counts.first()), orderId);
      }
      for (Long dasherId : concerned(orderId, before, after)) {
        DasherTrail dasher = dasherTrails.of(dasherId);
        if (dasher != null) {
          put(dasherId, dasher);
        }
      }
    }
    forgetSome();
  }

  /**
   * @param minute not settled
   */
  Picture at(long minute) {
    Tally market = new Tally();
    List<CellFigures> cells = new ArrayList<>();
    counts
        .at(minute)
        .forEach(
            (cell, tally) -> {
              market.add(tally);
              if (cell != Standing.NOWHERE && !tally.isZero()) {
                cells.add(new CellFigures(cell, tally.figures()));
              }
            });

    return new Picture(market.figures(), market.of(Kind.CREATED), stays.longestWait(minute), cells);
  }

  /** Nobody asks for that minute or those before it any more, and nothing changes them. */
  void settle(long minute) throws Exception {
    while (forgetSome()) {
      // What no event since the minute before has seen to.
    }
    counts.settle(minute);
    stays.forgetWaitsBefore(counts.first());
  }

  /** A little with each event, so that no minute stands still for it; false when all is done. */
  private boolean forgetSome() throws Exception {
    Long dasherId = silentDashers.next(counts.first());
    if (dasherId != null) {
      forgetIfSilent(dasherId);
    }
    Long orderId = oldOrders.next(counts.first());
    if (orderId != null) {
      forgetOld(orderId);
    }

    return dasherId != null || orderId != null;
  }

  private void forgetIfSilent(long dasherId) throws Exception {
    DasherPage page = dashers.get(dasherId);
    if (page.end() > counts.first()) {
      silentDashers.add(page.end(), dasherId);
    } else {
      remove(dasherId, page);
      dashers.remove(dasherId);
      dasherTrails.drop(dasherId);
    }
  }

  private void forgetOld(long orderId) throws Exception {
    OrderTrail trail = orderTrails.of(orderId);
    if (trail == null) {
      return;
    }
    boolean changed = trail.forgetBefore(counts.first());
    if (trail.isEmpty()) {
      orderTrails.drop(orderId);
    } else {
      oldOrders.add(trail.forgetsAfter(counts.first()), orderId);
      if (changed) {
        orderTrails.keep(orderId, trail);
      }
    }
    put(orderId, trail);
  }

  private void put(long dasherId, DasherTrail trail) throws Exception {
    DasherPage page = rule.dasher(trail, counts.first(), stays.of(dasherId), orderTrails);
    DasherPage before = dashers.put(dasherId, page);
    if (before == null) {
      silentDashers.add(page.end(), dasherId);
    } else {
      remove(dasherId, before);
    }
    counts.add(page.timeline());
    for (Long orderId : page.named()) {
      naming.computeIfAbsent(orderId, any -> new ArrayList<>(1)).add(dasherId);
    }
  }

  private void remove(Long dasherId, DasherPage page) {
    counts.remove(page.timeline());
    for (Long orderId : page.named()) {
      naming.computeIfPresent(
          orderId,
          (any, dasherIds) -> dasherIds.remove(dasherId) && dasherIds.isEmpty() ? null : dasherIds);
    }
  }

  /** What it counts as now. */
  private OrderPage put(long orderId, OrderTrail trail) {
    OrderPage page = rule.order(orderId, trail, counts.first());
    OrderPage before = page.isEmpty() ? orders.remove(orderId) : orders.put(orderId, page);
    if (before != null) {
      counts.remove(before.timeline());
      counts.remove(before.created());
      before.stays().forEach(stays::remove);
    }
    counts.add(page.timeline());
    counts.add(page.created());
    page.stays().forEach(stays::add);

    return page;
  }

  /** Those of whom an order's step may change what they count as. */
  private Set<Long> concerned(long orderId, OrderPage before, OrderPage after) {
    Set<Long> dasherIds = new HashSet<>(naming.getOrDefault(orderId, List.of()));
    before.stays().forEach(stay -> dasherIds.add(stay.dasherId()));
    after.stays().forEach(stay -> dasherIds.add(stay.dasherId()));
    dasherIds.remove(null);

    return dasherIds;
  }
}
