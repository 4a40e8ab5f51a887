package io.freshet.assurance.change;

import io.freshet.assurance.change.ContractChange.Impact;
import io.freshet.core.contract.TableSettings;
import io.freshet.core.contract.TableSettings.Timing;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.toolkit.Durations;
import java.time.Duration;
import java.util.Optional;

/** Compares what a contract asks of its table, columns apart. */
final class TableDiff {
  private final String contract;
  private final TableSettings before;
  private final TableSettings after;
  private final Changes changes;

  private TableDiff(String contract, TableSettings before, TableSettings after, Changes changes) {
    this.contract = contract;
    this.before = before;
    this.after = after;
    this.changes = changes;
  }

  static void compare(String contract, TableSettings before, TableSettings after, Changes changes) {
    TableDiff diff = new TableDiff(contract, before, after, changes);
    diff.compareLayout();
    diff.compareClientId();
    diff.compareTiming(before.timing(), after.timing());
    diff.compareRetention();
  }

  private void compareLayout() {
    if (!before.namespace().equals(after.namespace())) {
      changes.breaking(
          "table moves from %s to %s".formatted(before.namespace(), after.namespace()),
          "its readers ask for it by the old name",
          Impact.TABLE_READERS);
    }
    if (before.rows().areLatest() != after.rows().areLatest()) {
      changes.refused(
          after.rows().areLatest() ? "only the latest rows are kept" : "every event has a row",
          "contract apply refuses it: a table is made for one or the other");
    } else if (!before.partitioning().equals(after.partitioning())) {
      changes.refused(
          "partitioned in another way",
          "contract apply refuses it: partitioning of a table with data is changed by maintenance");
    }
    if (!before.sort().equals(after.sort())) {
      changes.compatible("sorted by " + String.join(", ", after.sort()));
    }
    comparePages();
    compareIsolation();
    compareDeletions();
  }

  private void compareDeletions() {
    if (before.rows().areLatest()
        && after.rows().areLatest()
        && !before.rows().deletedBy().equals(after.rows().deletedBy())) {
      changes.breaking(
          after
              .rows()
              .deletedBy()
              .map("rows taken away by %s"::formatted)
              .orElse("rows no longer taken away"),
          "rows of events from before stay as they are",
          Impact.TABLE_READERS);
    }
  }

  private void compareIsolation() {
    if (before.isolation() != after.isolation()) {
      changes.compatible(
          switch (after.isolation()) {
            case POOLED -> "written by the pool's job";
            case DEDICATED -> "written by a job of its own";
          });
    }
  }

  private void comparePages() {
    if (before.pages() == after.pages()) {
      return;
    }
    switch (after.pages()) {
      case V1 -> changes.compatible("Parquet pages v1");
      case V2 ->
          changes.add(
              ContractChange.breaking(
                  contract,
                  Optional.empty(),
                  "Parquet pages v2",
                  "Snowflake is not offered the table any more",
                  Impact.TABLE_READERS));
    }
  }

  private void compareClientId() {
    Optional<String> column = Optional.of(PlatformColumns.CLIENT_ID);
    if (before.keepClientId() && !after.keepClientId()) {
      changes.add(
          ContractChange.breaking(
              contract,
              column,
              "removed",
              "its readers find no such column, and contract apply refuses it",
              Impact.TABLE_READERS));
    } else if (!before.keepClientId() && after.keepClientId()) {
      changes.add(ContractChange.compatible(contract, column, "added as optional string"));
    }
  }

  private void compareTiming(Timing old, Timing now) {
    comparePromise(
        "freshness",
        old.freshness(),
        now.freshness(),
        now.freshness().compareTo(old.freshness()) > 0,
        "its readers reckon with fresher rows");
    comparePromise(
        "lateness",
        old.lateness(),
        now.lateness(),
        now.lateness().compareTo(old.lateness()) < 0,
        "it counts as complete sooner, and more rows come after that");
    compareLimit("ahead of", Optional.of(old.maxAhead()), Optional.of(now.maxAhead()));
    compareLimit("behind", old.maxBehind(), now.maxBehind());
  }

  private void comparePromise(
      String what, Duration old, Duration now, boolean narrower, String why) {
    String change = "%s %s → %s".formatted(what, Durations.print(old), Durations.print(now));
    if (narrower) {
      changes.breaking(change, why, Impact.TABLE_READERS);
    } else if (!old.equals(now)) {
      changes.compatible(change);
    }
  }

  private void compareLimit(String side, Optional<Duration> old, Optional<Duration> now) {
    if (old.equals(now)) {
      return;
    }
    String change =
        "event time %s received time by at most %s → %s".formatted(side, limit(old), limit(now));
    if (StreamDiff.isShorter(now, old)) {
      changes.refused(change, "events beyond it become dead letters");
    } else {
      changes.compatible(change);
    }
  }

  private static String limit(Optional<Duration> distance) {
    return distance.map(Durations::print).orElse("any");
  }

  private void compareRetention() {
    if (before.retention().equals(after.retention())) {
      return;
    }
    String change =
        "rows kept %s → %s"
            .formatted(StreamDiff.print(before.retention()), StreamDiff.print(after.retention()));
    if (StreamDiff.isShorter(after.retention(), before.retention())) {
      changes.breaking(change, "older rows need no longer be there", Impact.TABLE_READERS);
    } else {
      changes.compatible(change);
    }
  }
}
