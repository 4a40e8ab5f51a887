package io.freshet.serving.eta.supply;

import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.travel.Grid;
import io.freshet.serving.eta.travel.KnownCells;
import java.util.List;
import java.util.Objects;

/**
 * Which of a dasher's pings supply has to know of, whose figures are of minutes and cells: the
 * first of each minute, those that are elsewhere or name another order, and those that come out of
 * order. What supply tells is the same as if it knew of all; it need not be sent most of them. Not
 * thread-safe.
 */
public final class SightRule {
  private final KnownCells cells = new KnownCells(new Grid(SupplyFunction.RESOLUTION));

  /**
   * Takes a ping in.
   *
   * @return what supply is to be told, in this order
   */
  public List<Ping> see(KnownSight known, Ping ping) {
    long minute = Minutes.endOf(ping.millis());
    if (!known.isKnown() || minute > known.minute()) {
      // Whoever comes late into the minute before is compared with its newest.
      List<Ping> told =
          known.isKnown() && known.isNewerThanTold()
              ? List.of(known.newest(ping), ping)
              : List.of(ping);
      known.tell(ping);

      return told;
    }

    return minute < known.minute() ? List.of(ping) : seeInTheSameMinute(known, ping);
  }

  private List<Ping> seeInTheSameMinute(KnownSight known, Ping ping) {
    if (!replaces(ping, known)) {
      return List.of();
    }
    if (isSame(known, ping)) {
      known.goesOn(ping.millis());

      return List.of();
    }
    known.tell(ping);

    return List.of(ping);
  }

  /** As one {@link Sight} replaces another in a trail. */
  private static boolean replaces(Ping ping, KnownSight known) {
    if (ping.millis() != known.newestMillis()) {
      return ping.millis() > known.newestMillis();
    }
    Long before = known.order();
    if (ping.orderId() == null || before == null) {
      return ping.orderId() != null;
    }

    return ping.orderId() > before;
  }

  private boolean isSame(KnownSight known, Ping ping) {
    if (!Objects.equals(known.order(), ping.orderId())) {
      return false;
    }
    if (known.cell == KnownSight.UNKNOWN_CELL) {
      known.cell = cells.cell(known.latitude(), known.longitude());
    }

    return known.cell == cells.cell(ping.fix().position());
  }
}
