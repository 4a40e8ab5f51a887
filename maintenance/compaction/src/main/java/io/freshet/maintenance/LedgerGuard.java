package io.freshet.maintenance;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.TableWatermark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Holds a table's account against what it was before a step. Ledger and watermark must be byte for
 * byte what they were; only a writer that commits meanwhile may change them, and only forwards, or
 * the step itself that lets rows go and says so. No rewrite takes in more or fewer rows than it
 * puts out, and no more rows go than are told.
 */
final class LedgerGuard {
  /** Maintenance signs its commits with this, followed by the step. */
  static final String WRITER = "maintenance";

  private final Table table;
  private final Map<String, String> account;
  private final Set<Long> snapshots = new HashSet<>();

  private LedgerGuard(Table table) {
    this.table = table;
    this.account = account(table);
    table.snapshots().forEach(snapshot -> snapshots.add(snapshot.snapshotId()));
  }

  static LedgerGuard watch(Table table) {
    table.refresh();

    return new LedgerGuard(table);
  }

  /**
   * @return whether others have committed since
   * @throws AccountDamagedException when something was lost; nothing further may be done
   */
  boolean check() {
    table.refresh();
    boolean others = false;
    for (Snapshot snapshot : table.snapshots()) {
      if (!snapshots.contains(snapshot.snapshotId())) {
        others |= !isOurs(snapshot);
        requireSameRows(snapshot);
        requireToldRows(snapshot);
      }
    }
    Map<String, String> now = account(table);
    if (!now.equals(account)) {
      requireAdvance(now);
      others |= ours().stream().noneMatch(LedgerGuard::letsRowsGo);
    }

    return others;
  }

  /** A rewrite can drop a property or bring back an old one; it can never make it go forwards. */
  private void requireAdvance(Map<String, String> now) {
    Ledger before = Ledger.of(account);
    Ledger after = Ledger.of(now);
    if (!after.sources().entrySet().containsAll(before.sources().entrySet())) {
      throw damaged("the ledger lost a source", now);
    }
    before
        .entries()
        .forEach(
            (position, entry) -> {
              if (after.end(position) < entry.end()) {
                throw damaged("the ledger went back at " + position, now);
              }
            });
    Instant watermark = TableWatermark.of(now).orElse(Instant.MIN);
    if (TableWatermark.of(account).filter(watermark::isBefore).isPresent()) {
      throw damaged("the watermark went back", now);
    }
  }

  private void requireSameRows(Snapshot snapshot) {
    Map<String, String> summary = snapshot.summary();
    String added = summary.getOrDefault("added-records", "0");
    String deleted = summary.getOrDefault("deleted-records", "0");
    // Where there are delete files, a rewrite rightly leaves out the rows that they delete.
    // It may have removed the last of them itself.
    boolean appliesDeletes = hasDeleteFiles(summary) || parentHasDeleteFiles(snapshot);
    if (DataOperations.REPLACE.equals(snapshot.operation())
        && !appliesDeletes
        && !added.equals(deleted)) {
      throw new AccountDamagedException(
          "Snapshot %d of %s put %s rows in the place of %s; roll the table back to snapshot %d and report this"
              .formatted(snapshot.snapshotId(), table.name(), added, deleted, snapshot.parentId()));
    }
  }

  private void requireToldRows(Snapshot snapshot) {
    String deleted = snapshot.summary().getOrDefault("deleted-records", "0");
    if (letsRowsGo(snapshot) && !deleted.equals(snapshot.summary().get(CommitSummary.EXPIRED))) {
      throw new AccountDamagedException(
          "Snapshot %d of %s let %s rows go and says %s; roll the table back to snapshot %d and report this"
              .formatted(
                  snapshot.snapshotId(),
                  table.name(),
                  deleted,
                  snapshot.summary().get(CommitSummary.EXPIRED),
                  snapshot.parentId()));
    }
  }

  private static boolean letsRowsGo(Snapshot snapshot) {
    return snapshot.summary().containsKey(CommitSummary.EXPIRED);
  }

  private boolean parentHasDeleteFiles(Snapshot snapshot) {
    Snapshot parent = snapshot.parentId() == null ? null : table.snapshot(snapshot.parentId());

    return parent != null && hasDeleteFiles(parent.summary());
  }

  private static boolean hasDeleteFiles(Map<String, String> summary) {
    return !summary.getOrDefault("total-delete-files", "0").equals("0");
  }

  private AccountDamagedException damaged(String how, Map<String, String> now) {
    return new AccountDamagedException(
        "The account of %s was damaged: %s; it was %s and is %s; maintenance stops here"
            .formatted(table.name(), how, account, now));
  }

  /** What maintenance itself has committed since. */
  List<Snapshot> ours() {
    List<Snapshot> ours = new ArrayList<>();
    for (Snapshot snapshot : table.snapshots()) {
      if (!snapshots.contains(snapshot.snapshotId()) && isOurs(snapshot)) {
        ours.add(snapshot);
      }
    }

    return ours;
  }

  private static boolean isOurs(Snapshot snapshot) {
    return snapshot.summary().getOrDefault(CommitSummary.WRITER, "").startsWith(WRITER);
  }

  private static Map<String, String> account(Table table) {
    Map<String, String> account = new TreeMap<>(table.properties());
    account.keySet().retainAll(List.of(Ledger.PROPERTY, TableWatermark.PROPERTY));

    return account;
  }
}
