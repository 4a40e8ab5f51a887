package io.freshet.console.facts;

import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.lake.TableContract;
import io.freshet.core.lake.TableLayout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;

/**
 * What a table's metadata says of it; no file of the table is read for it.
 *
 * @param current empty for a table that was never written
 * @param snapshots the newest first, at most {@link #SHOWN}
 * @param kept how many there are
 * @param references branches, then tags, the newest first
 * @param days of a derived table, the newest first
 * @param applied the contract that the table was last made to agree with
 */
public record TableFacts(
    Optional<SnapshotFact> current,
    List<SnapshotFact> snapshots,
    int kept,
    List<Reference> references,
    Ledger ledger,
    List<PublishedDay> days,
    List<SchemaChange> schemas,
    Layout layout,
    Applied applied) {
  static final int SHOWN = 40;

  /** A contract's version, and the text of its file. */
  public record Applied(Optional<String> version, Optional<String> text) {}

  /** How its rows lie; empty where nothing says so. */
  public record Layout(String location, String partitions, String order) {}

  public static TableFacts of(Table table) {
    List<Snapshot> all = new ArrayList<>();
    table.snapshots().forEach(all::add);
    all.sort(Comparator.comparingLong(Snapshot::sequenceNumber).reversed());

    return new TableFacts(
        Optional.ofNullable(table.currentSnapshot()).map(SnapshotFact::of),
        all.stream().limit(SHOWN).map(SnapshotFact::of).toList(),
        all.size(),
        references(table),
        Ledger.of(table.properties()),
        List.copyOf(PublishedDay.of(table.properties()).descendingMap().values()),
        SchemaChange.of(table),
        new Layout(
            table.location(),
            table.spec().isUnpartitioned() ? "" : fields(table),
            table.sortOrder().isUnsorted() ? "" : order(table)),
        new Applied(
            Optional.ofNullable(table.properties().get(TableLayout.CONTRACT_VERSION)),
            Optional.ofNullable(table.properties().get(TableContract.PROPERTY))));
  }

  private static String fields(Table table) {
    return String.join(
        ", ",
        table.spec().fields().stream()
            .map(
                field ->
                    "%s(%s)"
                        .formatted(
                            field.transform(), table.schema().findColumnName(field.sourceId())))
            .toList());
  }

  private static String order(Table table) {
    return String.join(
        ", ",
        table.sortOrder().fields().stream()
            .map(field -> table.schema().findColumnName(field.sourceId()))
            .toList());
  }

  private static List<Reference> references(Table table) {
    List<Reference> references = new ArrayList<>();
    for (Map.Entry<String, SnapshotRef> each : table.refs().entrySet()) {
      SnapshotRef reference = each.getValue();
      Snapshot snapshot = table.snapshot(reference.snapshotId());
      Optional<Instant> until =
          snapshot == null || reference.maxRefAgeMs() == null
              ? Optional.empty()
              : Optional.of(
                  Instant.ofEpochMilli(snapshot.timestampMillis())
                      .plusMillis(reference.maxRefAgeMs()));
      references.add(
          new Reference(
              each.getKey(),
              reference.isBranch() ? Reference.Kind.BRANCH : Reference.Kind.TAG,
              reference.snapshotId(),
              until));
    }
    references.sort(
        Comparator.comparing(Reference::kind)
            .reversed()
            .thenComparing(Comparator.comparing(Reference::name).reversed()));

    return references;
  }
}
