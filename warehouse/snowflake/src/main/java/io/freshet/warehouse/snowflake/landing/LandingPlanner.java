package io.freshet.warehouse.snowflake.landing;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.snowflake.landing.LandingPlan.Copy;
import io.freshet.warehouse.snowflake.landing.LandingPlan.Step;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Reads from a table's history which files have to be copied: those that append snapshots of the
 * main branch have added, and no others. A file's name follows from its snapshot, so planning the
 * same snapshot again gives the same names.
 */
final class LandingPlanner {
  /** Folders by day: so that a pipe can be told to look at some days only. */
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);

  private final Table table;
  private final TableIdentifier name;
  private final S3Place folder;

  /**
   * @param folder the landing folder of the table's contract
   */
  LandingPlanner(Table table, TableIdentifier name, S3Place folder) {
    this.table = table;
    this.name = name;
    this.folder = folder;
  }

  /**
   * What has to be copied after what has landed.
   *
   * @param landed empty before the first time
   * @throws FreshetException when the history can't be followed from there
   */
  LandingPlan plan(Optional<LandedUpTo> landed) {
    LandedUpTo upTo = landed.orElse(LandedUpTo.nothing(table.uuid()));
    if (!upTo.table().equals(table.uuid())) {
      throw lost("it was dropped and made again since it last landed");
    }
    if (table.currentSnapshot() == null) {
      return new LandingPlan(upTo, List.of());
    }
    if (!upTo.complete()) {
      return restOfWhole(upTo);
    }
    Deque<Snapshot> history = historyAfter(upTo);
    if (landed.isEmpty()) {
      return history.getFirst().parentId() == null
          ? new LandingPlan(upTo, steps(history))
          : whole(landed);
    }
    long foundation =
        history.isEmpty() ? table.currentSnapshot().snapshotId() : parent(history.getFirst());
    if (foundation != upTo.snapshot()) {
      throw lost(
          "snapshot %d, the last that landed, is not in its history any more: snapshots after it"
                  .formatted(upTo.snapshot())
              + " have expired, or the table was rolled back");
    }

    return new LandingPlan(upTo, steps(history));
  }

  /** Every live file as of now, as if one snapshot had added them all. */
  LandingPlan whole(Optional<LandedUpTo> landed) {
    LandedUpTo before = landed.orElse(LandedUpTo.nothing(table.uuid()));
    if (table.currentSnapshot() == null) {
      return new LandingPlan(before.emptied(table.uuid()), List.of());
    }
    LandedUpTo start = before.startOfWhole(table.uuid(), table.currentSnapshot());

    return new LandingPlan(start, List.of(wholeOf(table.currentSnapshot(), start)));
  }

  private LandingPlan restOfWhole(LandedUpTo started) {
    Snapshot snapshot = table.snapshot(started.snapshot());
    if (snapshot == null) {
      throw lost("snapshot %d expired before all of it had landed".formatted(started.snapshot()));
    }

    return new LandingPlan(started, List.of(wholeOf(snapshot, started)));
  }

  private Step wholeOf(Snapshot snapshot, LandedUpTo started) {
    List<Copy> copies = new ArrayList<>();
    try (CloseableIterable<FileScanTask> files =
        table.newScan().useSnapshot(snapshot.snapshotId()).planFiles()) {
      for (FileScanTask task : files) {
        if (!task.deletes().isEmpty()) {
          throw new FreshetException(
              Fault.CALLER,
              "Table %s has deleted rows in live files, and a copy would bring them back; rewrite"
                      .formatted(name)
                  + " these files first");
        }
        copies.add(copy(snapshot, task.file(), "whole%d-".formatted(started.generation())));
      }
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot list the files of %s: %s".formatted(name, e.getMessage()), e);
    }

    return step(snapshot, "whole table", copies);
  }

  private FreshetException lost(String why) {
    return new FreshetException(
        Fault.CALLER,
        "Table %s can't land any further: %s. Empty its copy in the warehouse, then land all of it"
                .formatted(name, why)
            + " with --reload "
            + name);
  }

  private Deque<Snapshot> historyAfter(LandedUpTo upTo) {
    Deque<Snapshot> history = new ArrayDeque<>();
    Snapshot snapshot = table.currentSnapshot();
    while (snapshot != null && snapshot.sequenceNumber() > upTo.sequence()) {
      history.addFirst(snapshot);
      snapshot = snapshot.parentId() == null ? null : table.snapshot(snapshot.parentId());
    }

    return history;
  }

  private static long parent(Snapshot snapshot) {
    return snapshot.parentId() == null ? -1 : snapshot.parentId();
  }

  private List<Step> steps(Deque<Snapshot> history) {
    List<Step> steps = new ArrayList<>();
    for (Snapshot snapshot : history) {
      List<Copy> copies = new ArrayList<>();
      if (DataOperations.APPEND.equals(snapshot.operation())) {
        for (DataFile file : snapshot.addedDataFiles(table.io())) {
          copies.add(copy(snapshot, file, ""));
        }
      }
      steps.add(step(snapshot, snapshot.operation(), copies));
    }

    return steps;
  }

  private Step step(Snapshot snapshot, String operation, List<Copy> copies) {
    Set<S3Place> places = new HashSet<>();
    for (Copy copy : copies) {
      if (!places.add(copy.to())) {
        throw new FreshetException(
            Fault.OURS,
            "Two files of snapshot %d of %s would both land as %s"
                .formatted(snapshot.snapshotId(), name, copy.to()));
      }
    }

    return new Step(snapshot.snapshotId(), snapshot.sequenceNumber(), operation, copies);
  }

  private Copy copy(Snapshot snapshot, DataFile file, String prefix) {
    S3Place from = S3Place.of(file.location());
    String day = DAY.format(Instant.ofEpochMilli(snapshot.timestampMillis()));

    return new Copy(
        from,
        folder.resolve("%s/%s%d-%s".formatted(day, prefix, snapshot.snapshotId(), from.fileName())),
        file.recordCount());
  }
}
