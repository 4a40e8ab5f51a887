package io.freshet.serving.eta.dasher;

import io.freshet.serving.eta.dasher.DasherActivity.Limits;
import io.freshet.serving.eta.dasher.DasherActivity.Status;
import io.freshet.serving.eta.dasher.IdleChange.Ending;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Grid;
import java.util.List;

/**
 * When a dasher became idle and when that was over, by how it stood before and after something
 * happened. The moments follow from the dasher's events alone, however late they are noticed.
 */
final class IdleRule {
  private final Limits limits;
  private final Grid grid;

  /**
   * @param grid of the cells that are told
   */
  IdleRule(Limits limits, Grid grid) {
    this.limits = limits;
    this.grid = grid;
  }

  /**
   * What one step changed; both a beginning and an end where the step came before time was known to
   * have come so far.
   *
   * @param last where the dasher was last; null where that was never known
   */
  List<IdleChange> between(DasherKey key, DasherActivity before, DasherActivity after, Fix last) {
    boolean goesOn = hasNoOrder(after) && after.since() == before.since();
    if (!hasNoOrder(before) || (goesOn && after.status() == before.status())) {
      return List.of();
    }
    long began = before.since() + limits.idleAfterMillis();
    if (goesOn) {
      return List.of(change(key, before, began, null, last));
    }
    boolean told = before.status() == Status.IDLE;
    long end = end(before, after);
    if (!told && end <= began) {
      return List.of();
    }
    Ending ending = wentOffline(before, after) ? Ending.OFFLINE : Ending.ORDER;
    IdleChange over = change(key, before, Math.max(began, end), ending, last);

    return told ? List.of(over) : List.of(change(key, before, began, null, last), over);
  }

  private long end(DasherActivity before, DasherActivity after) {
    return wentOffline(before, after) ? silentFrom(before) : after.since();
  }

  /** Perhaps only in between, where the next ping or order came after a long silence. */
  private boolean wentOffline(DasherActivity before, DasherActivity after) {
    return after.status() == Status.OFFLINE || after.since() > silentFrom(before);
  }

  private long silentFrom(DasherActivity activity) {
    return activity.lastSeen() + limits.offlineAfterMillis();
  }

  private static boolean hasNoOrder(DasherActivity activity) {
    return activity.status() == Status.FREE || activity.status() == Status.IDLE;
  }

  private IdleChange change(
      DasherKey key, DasherActivity before, long millis, Ending ending, Fix last) {
    return new IdleChange(
        key.market(),
        key.dasherId(),
        before.since(),
        millis,
        ending,
        last == null ? null : grid.cell(last.position()));
  }
}
