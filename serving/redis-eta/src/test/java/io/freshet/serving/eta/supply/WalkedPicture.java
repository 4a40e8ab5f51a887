package io.freshet.serving.eta.supply;

import io.freshet.serving.eta.travel.Grid;
import io.freshet.serving.eta.travel.Position;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A market's supply as it is found by going through all dashers and orders, for each minute anew:
 * what {@link MarketBook} has to agree with.
 */
final class WalkedPicture {
  private final Grid grid;

  WalkedPicture(Grid grid) {
    this.grid = grid;
  }

  /** The picture at the end of a minute, of all that is known of a market. */
  Picture at(
      long moment,
      Iterable<Map.Entry<Long, DasherTrail>> dashers,
      Iterable<Map.Entry<Long, OrderTrail>> orders) {
    Count count = new Count(moment);
    for (Map.Entry<Long, DasherTrail> dasher : dashers) {
      dasher.getValue().at(moment).ifPresent(sight -> count.see(dasher.getKey(), sight));
    }
    for (Map.Entry<Long, OrderTrail> order : orders) {
      count.take(order.getKey(), order.getValue());
    }

    return count.picture();
  }

  private final class Count {
    private final long moment;
    private final Map<Long, Sight> online = new HashMap<>();
    private final Set<Long> named = new HashSet<>();
    private final Set<Long> namedAndOver = new HashSet<>();
    private final Set<Long> assigned = new HashSet<>();
    private final Map<Long, Figures> cells = new TreeMap<>();
    private Figures market = Figures.NONE;
    private int created;
    private Long waitingSince;

    Count(long moment) {
      this.moment = moment;
    }

    void see(long dasherId, Sight sight) {
      online.put(dasherId, sight);
      if (sight.orderId() != null) {
        named.add(sight.orderId());
      }
    }

    void take(long orderId, OrderTrail trail) {
      if (trail.wasCreatedWithin(moment - Minutes.MILLIS, moment)) {
        created++;
      }
      Optional<OpenOrder> open = trail.at(moment);
      open.ifPresent(this::take);
      if (open.isEmpty() && named.contains(orderId) && trail.isOver(moment)) {
        namedAndOver.add(orderId);
      }
    }

    private void take(OpenOrder order) {
      market = market.withOrder(order);
      if (order.pickup() != null) {
        cells.compute(grid.cell(order.pickup()), (cell, held) -> orNone(held).withOrder(order));
      }
      if (!order.isUnassigned()) {
        assigned.add(order.dasherId());
      } else if (waitingSince == null || order.since() < waitingSince) {
        waitingSince = order.since();
      }
    }

    Picture picture() {
      online.forEach(this::place);
      List<CellFigures> filled =
          cells.entrySet().stream()
              .map(cell -> new CellFigures(cell.getKey(), cell.getValue()))
              .toList();
      Integer wait = waitingSince == null ? null : (int) ((moment - waitingSince) / 1000);

      return new Picture(market, created, wait, filled);
    }

    private void place(Long dasherId, Sight sight) {
      boolean carries = sight.orderId() != null && !namedAndOver.contains(sight.orderId());
      boolean busy = carries || assigned.contains(dasherId);
      Position position = sight.fix().position();
      market = add(market, busy);
      cells.compute(grid.cell(position), (cell, held) -> add(orNone(held), busy));
    }

    private static Figures add(Figures figures, boolean busy) {
      return busy ? figures.withBusyDasher() : figures.withIdleDasher();
    }

    private static Figures orNone(Figures held) {
      return held == null ? Figures.NONE : held;
    }
  }
}
