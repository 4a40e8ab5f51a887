package io.freshet.catalog.delta.act;

import io.freshet.catalog.delta.plan.ImportPlan;
import io.freshet.catalog.delta.plan.PlannedVersion;
import io.freshet.catalog.delta.source.DeltaFile;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.SnapshotUpdate;
import org.apache.iceberg.TableMetadata;

/** Commits each version of the Delta table to the staged one, as a snapshot with a tag. */
final class Replay {
  private final BaseTable target;
  private final Map<String, DataFile> placed;
  private final DeletedRows deletedRows;

  /**
   * @param placed the data file of each path of the source
   */
  Replay(BaseTable target, Map<String, DataFile> placed, DeletedRows deletedRows) {
    this.target = target;
    this.placed = placed;
    this.deletedRows = deletedRows;
  }

  /** The ids of the snapshots, in the versions' order. */
  Map<PlannedVersion, Long> replay(ImportPlan plan) {
    Map<PlannedVersion, Long> snapshots = new LinkedHashMap<>();
    for (PlannedVersion version : plan.versions()) {
      takeSchema(version);
      commit(version);
      Snapshot snapshot = target.currentSnapshot();
      requireRows(version, snapshot);
      target
          .manageSnapshots()
          .createTag(tag(version.version().number()), snapshot.snapshotId())
          .commit();
      snapshots.put(version, snapshot.snapshotId());
    }

    return snapshots;
  }

  /** By which a version can be asked for, and which keeps it from expiring. */
  static String tag(long version) {
    return "delta-version-" + version;
  }

  private void takeSchema(PlannedVersion version) {
    TableMetadata now = target.operations().current();
    if (!now.schema().sameSchema(version.schema())) {
      target
          .operations()
          .commit(
              now,
              TableMetadata.buildFrom(now)
                  .setCurrentSchema(version.schema(), now.lastColumnId())
                  .build());
    }
  }

  private void commit(PlannedVersion version) {
    boolean onlyAdds =
        version.removed().isEmpty()
            && version.added().stream().allMatch(file -> file.deleted().isEmpty());
    if (onlyAdds) {
      AppendFiles append = target.newAppend();
      version.added().forEach(file -> append.appendFile(placed.get(file.path())));
      described(append, version).commit();
    } else {
      described(changes(version), version).commit();
    }
  }

  /** A file that is there before and after has only other rows deleted. */
  private RowDelta changes(PlannedVersion version) {
    RowDelta delta = target.newRowDelta();
    Map<String, DeltaFile> before = byPath(version.removed());
    Map<String, DeltaFile> after = byPath(version.added());
    before.forEach(
        (path, file) -> {
          DataFile data = placed.get(path);
          if (!after.containsKey(path)) {
            delta.removeRows(data);
          }
          if (file.deletedRows() > 0) {
            delta.removeDeletes(deletedRows.of(file, data));
          }
        });
    after.forEach(
        (path, file) -> {
          DataFile data = placed.get(path);
          if (!before.containsKey(path)) {
            delta.addRows(data);
          }
          if (file.deletedRows() > 0) {
            delta.addDeletes(deletedRows.of(file, data));
          }
        });

    return delta;
  }

  private static Map<String, DeltaFile> byPath(Iterable<DeltaFile> files) {
    Map<String, DeltaFile> byPath = new HashMap<>();
    files.forEach(file -> byPath.put(file.path(), file));

    return byPath;
  }

  private static <T extends SnapshotUpdate<T>> T described(T update, PlannedVersion version) {
    return update
        .set("delta.version", Long.toString(version.version().number()))
        .set("delta.operation", version.version().operation())
        .set("delta.committed-at", version.version().committedAt().toString());
  }

  /** What the table counts must be what Delta's log says. */
  private static void requireRows(PlannedVersion version, Snapshot snapshot) {
    long found =
        count(snapshot, SnapshotSummary.TOTAL_RECORDS_PROP)
            - count(snapshot, SnapshotSummary.TOTAL_POS_DELETES_PROP);
    if (found != version.rows()) {
      throw new FreshetException(
          Fault.OURS,
          "Version %d has %d rows, and the snapshot made of it %d; nothing was registered"
              .formatted(version.version().number(), version.rows(), found));
    }
  }

  private static long count(Snapshot snapshot, String property) {
    return Long.parseLong(snapshot.summary().getOrDefault(property, "0"));
  }
}
