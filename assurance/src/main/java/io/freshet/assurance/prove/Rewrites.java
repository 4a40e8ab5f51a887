package io.freshet.assurance.prove;

import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.RowHasher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Rows that were proved before and lie in other files now, as compaction leaves them: what the lost
 * files held, the gained ones must hold, value for value. Not thread-safe.
 */
final class Rewrites {
  private final Ledger before;
  private final Map<Position, Held> gained = new HashMap<>();
  private final Map<Position, Held> lost = new HashMap<>();

  private static final class Held {
    private final Offsets offsets = new Offsets();
    private final RowHasher values = new RowHasher();

    RowHasher add(long offset) {
      offsets.add(offset);

      return values;
    }
  }

  /**
   * @param before the ledger that was proved
   */
  Rewrites(Ledger before) {
    this.before = before;
  }

  /** Whether the row was proved before. */
  boolean covers(Position position, long offset) {
    return offset < before.end(position);
  }

  /** A row of a file that is new; its values go to what is returned. */
  RowHasher gain(Position position, long offset) {
    return gained.computeIfAbsent(position, first -> new Held()).add(offset);
  }

  /** A row of a file that is gone; its values go to what is returned. */
  RowHasher lose(Position position, long offset) {
    return lost.computeIfAbsent(position, first -> new Held()).add(offset);
  }

  /** Where rewrites have lost, doubled or altered something. To be asked once. */
  List<Proof.Stretch> faults() {
    List<Proof.Stretch> faults = new ArrayList<>();
    TreeSet<Position> positions = new TreeSet<>(Position.ORDER);
    positions.addAll(gained.keySet());
    positions.addAll(lost.keySet());
    for (Position position : positions) {
      Held now = gained.getOrDefault(position, new Held());
      Held then = lost.getOrDefault(position, new Held());
      int faultsOfOthers = faults.size();
      add(position, Offsets.ranges(then.offsets.without(now.offsets)), Proof.State.MISSING, faults);
      Roaring64Bitmap again = now.offsets.without(then.offsets);
      add(position, Offsets.ranges(again), Proof.State.DOUBLED, faults);
      add(position, now.offsets.repeatedRanges(), Proof.State.DOUBLED, faults);
      boolean sameRows = faults.size() == faultsOfOthers;
      boolean sameValues = then.values.drain().equals(now.values.drain());
      if (sameRows && !sameValues) {
        faults.add(
            new Proof.Stretch(
                position.source(),
                position.partition(),
                then.offsets.first(),
                then.offsets.last(),
                Proof.State.ALTERED,
                then.offsets.distinctCount()));
      }
    }

    return faults;
  }

  private static void add(
      Position position,
      List<Offsets.OffsetRange> ranges,
      Proof.State state,
      List<Proof.Stretch> faults) {
    for (Offsets.OffsetRange range : ranges) {
      faults.add(
          new Proof.Stretch(
              position.source(),
              position.partition(),
              range.from(),
              range.to(),
              state,
              range.count()));
    }
  }
}
