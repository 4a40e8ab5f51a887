package io.freshet.batch.publish;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.References;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotChanges;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expression;

/**
 * A branch of one day's own: rows are written to it and checked on it, and readers of the table see
 * them only when they are published, in one commit. A branch that was never published is left for
 * people to look at; the next run of the same day takes it away.
 */
final class AuditBranch {
  /** Forgotten branches go with the first expiry after this; until then their files are kept. */
  private static final Duration KEPT_WHEN_FORGOTTEN = Duration.ofDays(30);

  private final TableIdentifier tableName;
  private final Table table;
  private final String name;
  private final Optional<Snapshot> base;

  private AuditBranch(
      TableIdentifier tableName, Table table, String name, Optional<Snapshot> base) {
    this.tableName = tableName;
    this.table = table;
    this.name = name;
    this.base = base;
  }

  /** Takes away what earlier runs of the day left behind, and branches off main. */
  static AuditBranch open(Catalog catalog, TableIdentifier tableName, String job, LocalDate day) {
    Table table = LakeCatalog.require(catalog, tableName);
    String prefix = "audit_%s_%s_".formatted(job, day.toString().replace('-', '_'));
    Optional<Snapshot> base = Optional.ofNullable(table.currentSnapshot());
    String name = prefix + UUID.randomUUID().toString().substring(0, 8);
    removeLeftovers(table, prefix);
    References.change(
        table,
        references -> {
          if (base.isPresent()) {
            references.createBranch(name, base.get().snapshotId());
          } else {
            references.createBranch(name);
          }
          references.setMaxRefAgeMs(name, KEPT_WHEN_FORGOTTEN.toMillis());
        });

    return new AuditBranch(tableName, table, name, base);
  }

  /** A commit of its own: Iceberg can't make the first branch of an empty table in the same one. */
  private static void removeLeftovers(Table table, String prefix) {
    if (!leftovers(table, prefix).isEmpty()) {
      References.change(
          table, references -> leftovers(table, prefix).forEach(references::removeBranch));
    }
  }

  private static List<String> leftovers(Table table, String prefix) {
    return table.refs().keySet().stream()
        .filter(reference -> reference.startsWith(prefix))
        .toList();
  }

  String name() {
    return name;
  }

  static DayChangedException gone(String name) {
    return new DayChangedException(goneText(name));
  }

  static DayChangedException gone(String name, Throwable cause) {
    return new DayChangedException(goneText(name), cause);
  }

  private static String goneText(String name) {
    return "Branch %s is gone: another run took the day over".formatted(name);
  }

  boolean isGone() {
    table.refresh();

    return !table.refs().containsKey(name);
  }

  /** Where people find the rows, in Trino's words. */
  String query() {
    return "SELECT * FROM %s FOR VERSION AS OF '%s'".formatted(tableName, name);
  }

  /**
   * Makes the branch's rows main's rows of that day and removes the branch, in one commit. Where
   * main has moved on meanwhile, the audited files are put on top of it, provided that nobody else
   * has touched the day.
   *
   * @param properties table properties that the commit sets
   * @return the published snapshot
   * @throws DayChangedException when somebody else has changed the day; compute it anew
   */
  Snapshot publish(Expression day, Map<String, String> properties) {
    table.refresh();
    String writer = audited().summary().get(CommitSummary.WRITER);

    return new MainCommit(table, writer)
        .make(
            transaction -> {
              stage(transaction, audited(), day);
              UpdateProperties update = transaction.updateProperties();
              properties.forEach(update::set);
              update.commit();
            });
  }

  /** Of the files that hold the rows, which are not published yet. */
  long bytesWritten() {
    table.refresh();

    return DayCost.bytesWritten(audited());
  }

  /** The rows that were checked; refuses when another run has taken the branch away since. */
  private Snapshot audited() {
    Snapshot audited = table.snapshot(name);
    boolean ours =
        audited != null
            && base.map(Snapshot::snapshotId)
                .filter(id -> !id.equals(audited.parentId()))
                .isEmpty();
    if (!ours) {
      throw gone(name);
    }

    return audited;
  }

  private void stage(Transaction transaction, Snapshot audited, Expression day) {
    if (mainHasMoved()) {
      OverwriteFiles overwrite =
          transaction
              .newOverwrite()
              .overwriteByRowFilter(day)
              .conflictDetectionFilter(day)
              .validateNoConflictingData()
              .validateNoConflictingDeletes();
      base.ifPresent(from -> overwrite.validateFromSnapshot(from.snapshotId()));
      addedFiles(audited).forEach(overwrite::addFile);
      audited.summary().forEach((key, value) -> copyOurs(overwrite, key, value));
      overwrite.commit();
      transaction.manageSnapshots().removeBranch(name).commit();
    } else {
      transaction
          .manageSnapshots()
          .fastForwardBranch(SnapshotRef.MAIN_BRANCH, name)
          .removeBranch(name)
          .commit();
    }
  }

  private boolean mainHasMoved() {
    return !Objects.equals(
        base.map(Snapshot::snapshotId),
        Optional.ofNullable(table.currentSnapshot()).map(Snapshot::snapshotId));
  }

  private Iterable<DataFile> addedFiles(Snapshot audited) {
    return SnapshotChanges.builderFor(table).snapshot(audited).build().addedDataFiles();
  }

  private static void copyOurs(OverwriteFiles overwrite, String key, String value) {
    if (key.startsWith("freshet.")) {
      overwrite.set(key, value);
    }
  }
}
