package io.freshet.assurance.prove;

import io.freshet.core.lake.ErasedRows;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
  private final Offsets erased;
  private final long erasedBeforeLog;
  private final long heldBeforeLog;
  private final Roaring64Bitmap absent;
  private final Roaring64Bitmap rowsAndDead;
  private final Proof.Totals totals;
  private final List<Proof.Stretch> stretches;
  private final List<String> findings;

  /** Of a table with a row for every event, from which nothing was erased. */
  PartitionAccount(
      Position position,
      Ledger.Entry entry,
      long logBegin,
      Offsets logged,
      Offsets tests,
      Offsets rows,
      Offsets dead) {
    this(position, entry, logBegin, logged, tests, rows, dead, Optional.empty(), ErasedRows.NONE);
  }

  /**
   * @param logBegin the first offset that the log still has; {@link Long#MAX_VALUE} when the topic
   *     is gone
   * @param logged what the log holds below the ledger's end
   * @param tests those of it that are tests, which no table may hold
   * @param replaced where a table keeps the newest row of each key, those of it whose rows others
   *     have taken the place of
   * @param gone those whose rows were erased
   */
  PartitionAccount(
      Position position,
      Ledger.Entry entry,
      long logBegin,
      Offsets logged,
      Offsets tests,
      Offsets rows,
      Offsets dead,
      Optional<Offsets> replaced,
      ErasedRows gone) {
    this.position = position;
    this.entry = entry;
    this.logBegin = logBegin;
    this.logged = logged;
    this.tests = tests;
    this.rows = rows;
    this.dead = dead;
    this.replaced = replaced;
    this.erased = new Offsets();
    gone.named().forEach(erased::add);
    this.erasedBeforeLog = gone.unnamed();
    this.heldBeforeLog = isWholeLog() ? 0 : heldBeforeLog();
    this.absent = logged.without(rows, dead, tests, replaced.orElse(new Offsets()), erased);
    this.rowsAndDead = rows.common(dead);
    this.totals =
        new Proof.Totals(
            expected(),
            rows.distinctCount(),
            missing(),
            doubled(),
            dead.distinctCount(),
            entry.counts().excluded(),
            removed());
    List<Proof.Stretch> missing = stretches(Offsets.ranges(absent), Proof.State.MISSING);
    List<Proof.Stretch> doubled = doubledStretches();
    List<Proof.Stretch> unexpected = stretches(Offsets.ranges(strangers()), Proof.State.UNEXPECTED);
    this.stretches =
        Stream.of(held().stream(), missing.stream(), doubled.stream(), unexpected.stream())
            .flatMap(each -> each)
            .toList();
    this.findings =
        Stream.of(
                countFinding().stream(),
                described(missing),
                beforeLogFinding().stream(),
                described(doubled),
                testFinding().stream(),
                described(unexpected),
                imbalance().stream())
            .flatMap(each -> each)
            .toList();
  }

  private static Stream<String> described(List<Proof.Stretch> faults) {
    return faults.stream().map(Proof.Stretch::describe);
  }

  private List<Proof.Stretch> held() {
    return rows.distinctCount() == 0
        ? List.of()
        : List.of(
            new Proof.Stretch(
                position.source(),
                position.partition(),
                entry.start(),
                entry.end() - 1,
                Proof.State.HELD,
                rows.distinctCount()));
  }

  private Optional<String> imbalance() {
    return totals.surplus() == 0
        ? Optional.empty()
        : Optional.of("Partition %s: %s".formatted(position, totals.imbalance()));
  }

  /** Records that the ledger has seen and retention has taken from the log since. */
  private long gone() {
    return isWholeLog() ? 0 : Math.max(0, entry.counts().seen() - logged.distinctCount());
  }

  private boolean isWholeLog() {
    return logBegin <= entry.start();
  }

  private long expected() {
    return logged.distinctCount() + gone();
  }

  private Optional<String> countFinding() {
    long seen = entry.counts().seen();
    long left = logged.distinctCount();
    boolean agrees = isWholeLog() ? left == seen : left <= seen;

    return agrees
        ? Optional.empty()
        : Optional.of(
            "Partition %s: the ledger has seen %d records, the log holds %d up to offset %d"
                .formatted(position, seen, left, entry.end()));
  }

  private long missing() {
    return absent.getLongCardinality() + missingBeforeLog();
  }

  /**
   * Events whose rows were erased, or others have taken the place of. Of the latter, those that the
   * log has no more can't be told from missing ones.
   */
  private long removed() {
    if (replaced.isEmpty()) {
      return erased.distinctCount() + erasedBeforeLog;
    }
    long before = Math.max(0, wantedBeforeLog() - heldBeforeLog);

    return replaced.get().distinctCount() + before;
  }

  /** Tests that retention has taken from the log since the ledger counted them. */
  private long testsBeforeLog() {
    return isWholeLog() ? 0 : Math.max(0, entry.counts().excluded() - tests.distinctCount());
  }

  private Optional<String> testFinding() {
    long excluded = entry.counts().excluded();
    long left = tests.distinctCount();

    return left + testsBeforeLog() == excluded
        ? Optional.empty()
        : Optional.of(
            "Partition %s: the ledger has left out %d records as tests, the log holds %d up to"
                    .formatted(position, excluded, left)
                + " offset %d".formatted(entry.end()));
  }

  private long wantedBeforeLog() {
    return Math.max(0, gone() - testsBeforeLog());
  }

  /**
   * Compares numbers where there is no log to compare offsets with. Of a whole log both are zero:
   * what lies before it lies before the ledger too, and is unexpected.
   */
  private long missingBeforeLog() {
    return replaced.isPresent() ? 0 : Math.max(0, wantedBeforeLog() - heldBeforeLog);
  }

  private Optional<String> beforeLogFinding() {
    long missing = missingBeforeLog();
    if (missing > 0) {
      return Optional.of(
          "Partition %s: %d records are missing %s".formatted(position, missing, where()));
    }
    long more = heldBeforeLog - wantedBeforeLog();

    return more <= 0
        ? Optional.empty()
        : Optional.of(
            "Partition %s: %d records more than the ledger has seen are held %s"
                .formatted(position, more, where()));
  }

  /** Or was erased. Within the ledger's bounds: what lies outside them makes up for nothing. */
  private long heldBeforeLog() {
    Roaring64Bitmap held = rows.without();
    held.or(dead.without());
    held.or(erased.without());

    return Offsets.countBelow(Math.min(logBegin, entry.end()), held)
        - Offsets.countBelow(entry.start(), held)
        + erasedBeforeLog;
  }

  private String where() {
    return logBegin == Long.MAX_VALUE
        ? "of a topic that is gone"
        : "before offset %d, where retention has emptied the log".formatted(logBegin);
  }

  private long doubled() {
    return rows.repeats() + dead.repeats() + rowsAndDead.getLongCardinality();
  }

  private List<Proof.Stretch> doubledStretches() {
    return Stream.of(rows.repeatedRanges(), dead.repeatedRanges(), Offsets.ranges(rowsAndDead))
        .flatMap(ranges -> stretches(ranges, Proof.State.DOUBLED).stream())
        .toList();
  }

  /**
   * What is held where the log holds no record, or a test, or its row was erased, or the ledger has
   * never been.
   */
  private Roaring64Bitmap strangers() {
    Roaring64Bitmap strangers = new Roaring64Bitmap();
    replaced.ifPresent(old -> strangers.or(rows.common(old)));
    strangers.or(rows.common(erased));
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

    return strangers;
  }

  private List<Proof.Stretch> stretches(List<Offsets.OffsetRange> ranges, Proof.State state) {
    return ranges.stream()
        .map(
            range ->
                new Proof.Stretch(
                    position.source(),
                    position.partition(),
                    range.from(),
                    range.to(),
                    state,
                    range.count()))
        .toList();
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
