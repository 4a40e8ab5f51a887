package io.freshet.serving.eta.supply;

import io.freshet.serving.eta.travel.KnownCells;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The definitions of the contracts {@code market_supply} and {@code supply_cells}, as code: what a
 * dasher or an order counts as at the end of each minute, by what is known now.
 */
final class StandingRule {
  private final KnownCells cells;

  StandingRule(KnownCells cells) {
    this.cells = cells;
  }

  /** Whether two sights of one minute make no difference: in one cell, with the same order. */
  boolean isSame(DasherTrail trail, int place, Sight sight) {
    return Objects.equals(trail.order(place), sight.orderId())
        && cells.cell(trail.latitude(place), trail.longitude(place))
            == cells.cell(sight.fix().position());
  }

  /**
   * @param first the minute that it begins with
   * @param stays of the orders that were assigned to the dasher
   */
  DasherPage dasher(DasherTrail trail, long first, List<Stay> stays, Trails<OrderTrail> orders)
      throws Exception {
    Timeline.Builder timeline = new Timeline.Builder();
    List<Long> named = List.of();
    for (int place = 0; place < trail.size(); place++) {
      long from = Math.max(first, trail.minute(place));
      long until = trail.until(place);
      if (from < until) {
        Long orderId = trail.order(place);
        OrderTrail order = orderId == null ? null : orders.of(orderId);
        long cell = cells.cell(trail.latitude(place), trail.longitude(place));
        for (long minute = from; minute < until; minute += Minutes.MILLIS) {
          boolean carries = orderId != null && !isOver(order, minute);
          boolean busy = carries || has(stays, minute);
          timeline.from(minute, Standing.of(cell, busy ? Kind.BUSY : Kind.IDLE));
        }
        timeline.from(until, Standing.NONE);
        named = orderId == null ? named : with(orderId, named);
      }
    }

    return new DasherPage(timeline.build(), named, trail.end());
  }

  /**
   * @param first the minute that it begins with
   */
  OrderPage order(long orderId, OrderTrail trail, long first) {
    Timeline.Builder timeline = new Timeline.Builder();
    List<Stay> stays = new ArrayList<>();
    Stay stay = null;
    for (long minute : trail.turnsFrom(first)) {
      OpenOrder open = trail.at(minute).orElse(null);
      timeline.from(minute, open == null ? Standing.NONE : standing(open));
      if (stay != null && !goesOn(stay, open)) {
        stays.add(stay.endingAt(minute));
        stay = null;
      }
      if (stay == null && open != null) {
        stay = Stay.from(minute, orderId, open);
      }
    }

    return new OrderPage(timeline.build(), created(trail, first), stays);
  }

  private static Timeline created(OrderTrail trail, long first) {
    Timeline.Builder timeline = new Timeline.Builder();
    for (long minute : trail.createdIn().tailSet(first)) {
      timeline
          .from(minute, Standing.of(Standing.NOWHERE, Kind.CREATED))
          .from(minute + Minutes.MILLIS, Standing.NONE);
    }

    return timeline.build();
  }

  private long standing(OpenOrder order) {
    return Standing.of(
        order.pickup() == null ? Standing.NOWHERE : cells.cell(order.pickup()), Kind.of(order));
  }

  private static boolean goesOn(Stay stay, OpenOrder open) {
    return open != null
        && Objects.equals(stay.dasherId(), open.dasherId())
        && stay.since() == open.since();
  }

  /** A ping that names an order which is over is not believed. */
  private static boolean isOver(OrderTrail order, long minute) {
    return order != null && order.at(minute).isEmpty() && order.isOver(minute);
  }

  private static boolean has(List<Stay> stays, long minute) {
    for (Stay stay : stays) {
      if (stay.includes(minute)) {
        return true;
      }
    }

    return false;
  }

  private static List<Long> with(Long orderId, List<Long> named) {
    if (named.contains(orderId)) {
      return named;
    }
    List<Long> more = new ArrayList<>(named);
    more.add(orderId);

    return List.copyOf(more);
  }
}
