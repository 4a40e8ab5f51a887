package io.freshet.batch.backfill;

import io.freshet.batch.backfill.StagedDay.Passed;
import io.freshet.batch.publish.DayChangedException;
import io.freshet.batch.publish.DayPlan;
import io.freshet.batch.publish.MainCommit;
import io.freshet.batch.publish.WrittenRows;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.lake.References;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * The branch on which a backfill lays its days, and all that is known of what it has done: each day
 * is one commit, and one more once it has passed its checks. Thread-safe.
 */
final class StagingBranch {
  /** Before what a table's property is to say once the day is published; here nothing is yet. */
  private static final String TO_BE = "staged-";

  private static final String DAY = "freshet.staged-day";
  private static final String OVER = "freshet.staged-over";
  private static final String PASSED_DAY = "freshet.passed-day";
  private static final String PASSED_SNAPSHOT = "freshet.passed-snapshot";
  private static final String PASSED_ROWS = "freshet.passed-rows";
  private static final String PASSED_HASH = "freshet.passed-hash";
  private static final String PASSED_SECONDS = "freshet.passed-seconds";

  /** As long as its days are kept where nobody goes on. */
  private static final Duration KEPT = Duration.ofDays(30);

  private final Table table;
  private final Stretch stretch;
  private final String dayColumn;
  private final String writer;

  /**
   * @param table nobody else's
   * @param writer how the call's commits name their writer; no other call's do so
   */
  StagingBranch(Table table, Stretch stretch, String dayColumn, String writer) {
    this.table = table;
    this.stretch = stretch;
    this.dayColumn = dayColumn;
    this.writer = writer;
  }

  String name() {
    return stretch.branch();
  }

  /** Makes it where there is none. */
  synchronized void open() {
    table.refresh();
    if (table.refs().containsKey(name())) {
      return;
    }
    References.change(
        table,
        references -> {
          if (table.currentSnapshot() == null) {
            references.createBranch(name());
          } else {
            references.createBranch(name(), table.currentSnapshot().snapshotId());
          }
          // Its history is the list of what is done: expiry of main's must not shorten it.
          references
              .setMaxRefAgeMs(name(), KEPT.toMillis())
              .setMaxSnapshotAgeMs(name(), KEPT.toMillis());
        });
  }

  synchronized void drop() {
    table.refresh();
    if (table.refs().containsKey(name())) {
      References.change(table, references -> references.removeBranch(name()));
    }
  }

  /** What the commit says that brings a day. */
  Map<String, String> summary(LocalDate day, DayPlan planned, String over) {
    Map<String, String> summary = new LinkedHashMap<>();
    planned.published(day).properties().forEach((key, value) -> summary.put(TO_BE + key, value));
    summary.put(CommitSummary.WRITER, writer);
    summary.put(DAY, day.toString());
    summary.put(OVER, over);

    return summary;
  }

  /** What the branch holds of each day that was written to it. */
  synchronized Map<LocalDate, StagedDay> days() {
    table.refresh();

    return known();
  }

  private Map<LocalDate, StagedDay> known() {
    Map<LocalDate, StagedDay> days = new TreeMap<>();
    Map<String, Passed> passed = new LinkedHashMap<>();
    if (table.snapshot(name()) == null) {
      return days;
    }
    for (Snapshot snapshot :
        SnapshotUtil.ancestorsOf(table.snapshot(name()).snapshotId(), table::snapshot)) {
      Map<String, String> summary = snapshot.summary();
      if (summary.containsKey(PASSED_DAY)) {
        passed.put(summary.get(PASSED_SNAPSHOT), passed(summary));
      } else if (summary.containsKey(DAY)) {
        LocalDate day = LocalDate.parse(summary.get(DAY));
        days.putIfAbsent(
            day,
            new StagedDay(
                snapshot.snapshotId(),
                snapshot.schemaId(),
                summary.get(CommitSummary.WRITER),
                published(day, summary),
                summary.get(OVER),
                Optional.ofNullable(passed.get(Long.toString(snapshot.snapshotId())))));
      } else {
        break; // main, as it was when the branch began
      }
    }

    return days;
  }

  private static PublishedDay published(LocalDate day, Map<String, String> summary) {
    Map<String, String> properties = new LinkedHashMap<>();
    summary.forEach(
        (key, value) -> {
          if (key.startsWith(TO_BE)) {
            properties.put(key.substring(TO_BE.length()), value);
          }
        });

    return PublishedDay.of(properties).get(day);
  }

  private static Passed passed(Map<String, String> summary) {
    return new Passed(
        new WrittenRows(Long.parseLong(summary.get(PASSED_ROWS)), summary.get(PASSED_HASH)),
        Double.parseDouble(summary.get(PASSED_SECONDS)));
  }

  /** The snapshot by which this call has just written a day. */
  long written(LocalDate day) {
    return Optional.ofNullable(days().get(day))
        .filter(staged -> staged.writer().equals(writer))
        .orElseThrow(() -> gone(day))
        .snapshotId();
  }

  private DayChangedException gone(LocalDate day) {
    return new DayChangedException(
        "%s on branch %s is another call's now, or the branch is gone".formatted(day, name()));
  }

  /** Says that a day is done: a commit of no rows, so that the branch alone knows. */
  synchronized void pass(LocalDate day, long snapshotId, Passed passed) {
    table.refresh();
    if (!table.refs().containsKey(name())) {
      throw gone(day);
    }
    table
        .newFastAppend()
        .set(CommitSummary.WRITER, writer)
        .set(PASSED_DAY, day.toString())
        .set(PASSED_SNAPSHOT, Long.toString(snapshotId))
        .set(PASSED_ROWS, Long.toString(passed.rows().count()))
        .set(PASSED_HASH, passed.rows().hash())
        .set(PASSED_SECONDS, Double.toString(passed.seconds()))
        .toBranch(name())
        .commit();
  }

  /**
   * Makes the branch's rows of these days main's, and takes the branch away, in one commit.
   *
   * @param summary what the commit's snapshot says besides
   * @throws DayChangedException where somebody else has changed one of the days since it was
   *     computed; those are not done any more
   */
  synchronized Snapshot publish(Map<LocalDate, StagedDay> done, Map<String, String> summary) {
    Map<String, String> told = new LinkedHashMap<>(summary);
    told.put(CommitSummary.WRITER, writer);

    return new MainCommit(table, writer)
        .make(
            transaction -> {
              requireUnchanged(done);
              new Takeover(table, transaction, stretch.rowsOf(done.keySet(), dayColumn))
                  .of(name(), done.values(), told);
            });
  }

  private void requireUnchanged(Map<LocalDate, StagedDay> done) {
    Map<LocalDate, StagedDay> staged = known();
    Map<LocalDate, String> files =
        DayFiles.of(table, table.currentSnapshot(), dayColumn, done.keySet());
    done.forEach(
        (day, known) -> {
          if (!known.equals(staged.get(day))) {
            throw gone(day);
          }
          if (!known.over().equals(files.get(day))) {
            throw new DayChangedException("others have changed %s".formatted(day));
          }
        });
  }
}
