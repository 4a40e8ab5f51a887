package io.freshet.assurance.prove;

import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The reconciliation of one log partition. Pure: sets of offsets in, account out.
 *
 * <p>Where retention has deleted the log's beginning, the ledger stands for it: then records that
 * are missing or too many are counted but can't be named.
 */
final class PartitionAccount {
  private final Position position;
  private final Ledger.Entry entry;
  private final long logBegin;
  private final Offsets logged;
  private final Offsets tests;
  private final Offsets rows;
  private final Offsets dead;
  private final Optional<Offsets> replaced;
  private final List<Proof.Stretch> stretches = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();
  private final Proof.Totals totals;

  /** Of a table with a row for every event. */
  PartitionAccount(
      Position position,
      Ledger.Entry entry,
      long logBegin,
      Offsets logged,
      Offsets tests,
      Offsets rows,
      Offsets dead) {
    this(position, entry, logBegin, logged, tests, rows, dead, Optional.empty());
  }

  /**
   * @param logBegin the first offset that the log still has; {@link Long#MAX_VALUE} when the topic
   *     is gone
   * @param logged what the log holds below the ledger's end
   * @param tests those of it that are tests, which no table may hold
   * @param replaced where a table keeps the newest row of each key, those of it whose rows others
   *     have taken the place of
   */
  PartitionAccount(
      Position position,
      Ledger.Entry entry,
      long logBegin,
      Offsets logged,
      Offsets tests,
      Offsets rows,
      Offsets dead,
      Optional<Offsets> replaced) {
    this.position = position;
    this.entry = entry;
    this.logBegin = logBegin;
    this.logged = logged;
    this.tests = tests;
    this.rows = rows;
    this.dead = dead;
    this.replaced = replaced;
    this.totals =
        new Proof.Totals(
            expected(),
            rows.distinctCount(),
            missing(),
            doubled(),
            dead.distinctCount(),
            entry.counts().excluded(),
            removed());
    compareTests();
    unexpected();
    if (totals.surplus() != 0) {
      findings.add("Partition %s: %s".formatted(position, totals.imbalance()));
    }
    if (rows.distinctCount() > 0) {
      stretches.add(
          0,
          new Proof.Stretch(
              position.source(),
              position.partition(),
              entry.start(),
              entry.end() - 1,
              Proof.State.HELD,
              rows.distinctCount()));
    }
  }

  /** Records that the ledger has seen and retention has taken from the log since. */
  private long gone() {
    return isWholeLog() ? 0 : Math.max(0, entry.counts().seen() - logged.distinctCount());
  }

  private boolean isWholeLog() {
    return logBegin <= entry.start();
  }

  private long expected() {
    long seen = entry.counts().seen();
    long left = logged.distinctCount();
    if (isWholeLog() ? left != seen : left > seen) {
      findings.add(
          "Partition %s: the ledger has seen %d records, the log holds %d up to offset %d"
              .formatted(position, seen, left, entry.end()));
    }

    return left + gone();
  }

  private long missing() {
    Roaring64Bitmap absent = logged.without(rows, dead, tests, replaced.orElse(new Offsets()));
    add(Offsets.ranges(absent), Proof.State.MISSING);

    return absent.getLongCardinality() + missingBeforeLog(Math.max(0, gone() - testsBeforeLog()));
  }

  /**
   * Events whose rows others have taken the place of. Those that the log has no more can't be told
   * from missing ones.
   */
  private long removed() {
    if (replaced.isEmpty()) {
      return 0;
    }
    long before =
        isWholeLog() ? 0 : Math.max(0, Math.max(0, gone() - testsBeforeLog()) - heldBeforeLog());

    return replaced.get().distinctCount() + before;
  }

  /** Tests that retention has taken from the log since the ledger counted them. */
  private long testsBeforeLog() {
    return isWholeLog() ? 0 : Math.max(0, entry.counts().excluded() - tests.distinctCount());
  }

  private void compareTests() {
    long excluded = entry.counts().excluded();
    long left = tests.distinctCount();
    if (left + testsBeforeLog() != excluded) {
      findings.add(
          "Partition %s: the ledger has left out %d records as tests, the log holds %d up to"
                  .formatted(position, excluded, left)
              + " offset %d".formatted(entry.end()));
    }
  }

  /** Compares numbers where there is no log to compare offsets with. */
  private long missingBeforeLog(long wanted) {
    if (isWholeLog()) {
      return 0; // What lies before the log then lies before the ledger too, and is unexpected.
    }
    long held = heldBeforeLog();
    if (held < wanted && replaced.isPresent()) {
      return 0;
    }
    if (held < wanted) {
      findings.add(
          "Partition %s: %d records are missing %s".formatted(position, wanted - held, where()));
    }
    if (held > wanted) {
      findings.add(
          "Partition %s: %d records more than the ledger has seen are held %s"
              .formatted(position, held - wanted, where()));
    }

    return Math.max(0, wanted - held);
  }

  /** Within the ledger's bounds: what lies outside them makes up for nothing. */
  private long heldBeforeLog() {
    Roaring64Bitmap held = rows.without();
    held.or(dead.without());

    return Offsets.countBelow(Math.min(logBegin, entry.end()), held)
        - Offsets.countBelow(entry.start(), held);
  }

  private String where() {
    return logBegin == Long.MAX_VALUE
        ? "of a topic that is gone"
        : "before offset %d, where retention has emptied the log".formatted(logBegin);
  }

  private long doubled() {
    add(rows.repeatedRanges(), Proof.State.DOUBLED);
    add(dead.repeatedRanges(), Proof.State.DOUBLED);
    Roaring64Bitmap both = rows.common(dead);
    add(Offsets.ranges(both), Proof.State.DOUBLED);

    return rows.repeats() + dead.repeats() + both.getLongCardinality();
  }

  /** What is held where the log holds no record, or a test, or the ledger has never been. */
  private void unexpected() {
    Roaring64Bitmap strangers = new Roaring64Bitmap();
    replaced.ifPresent(old -> strangers.or(rows.common(old)));
    for (Offsets held : List.of(rows, dead)) {
      strangers.or(held.common(tests));
      held.without(logged)
          .forEach(
              offset -> {
                if (offset >= logBegin || offset < entry.start() || offset >= entry.end()) {
                  strangers.addLong(offset);
                }
              });
    }
    add(Offsets.ranges(strangers), Proof.State.UNEXPECTED);
  }

  private void add(List<Offsets.OffsetRange> ranges, Proof.State state) {
    for (Offsets.OffsetRange range : ranges) {
      Proof.Stretch stretch =
          new Proof.Stretch(
              position.source(),
              position.partition(),
              range.from(),
              range.to(),
              state,
              range.count());
      stretches.add(stretch);
      findings.add(stretch.describe());
    }
  }

  Proof.Totals totals() {
    return totals;
  }

  List<Proof.Stretch> stretches() {
    return stretches;
  }

  List<String> findings() {
    return findings;
  }
}
