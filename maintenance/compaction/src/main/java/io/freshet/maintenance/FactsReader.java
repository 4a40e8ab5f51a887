package io.freshet.maintenance;

import io.freshet.maintenance.copy.CopyRules;
import io.freshet.maintenance.copy.CopyTally;
import io.freshet.maintenance.deletes.Place;
import io.freshet.maintenance.deletes.Reach;
import io.freshet.maintenance.deletes.Wear;
import io.freshet.maintenance.plan.Orphan;
import io.freshet.maintenance.plan.PartitionFiles;
import io.freshet.maintenance.plan.Policy;
import io.freshet.maintenance.plan.TableFacts;
import io.freshet.maintenance.retention.OldRowsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.UnboundTerm;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.transforms.Transform;
import org.apache.iceberg.util.PropertyUtil;

/** Reads from a table's metadata what the planner has to know. Changes nothing. */
final class FactsReader {
  private final Policy policy;
  private final History history;
  private final OrphanFinder orphanFinder;

  FactsReader(Policy policy, History history, OrphanFinder orphanFinder) {
    this.policy = policy;
    this.history = history;
    this.orphanFinder = orphanFinder;
  }

  /** Files below this are small, for the planner as for the rewrite. */
  static long smallBelow(Table table) {
    return TableFacts.smallBelow(targetFileBytes(table));
  }

  static long targetFileBytes(Table table) {
    return PropertyUtil.propertyAsLong(
        table.properties(),
        TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
        TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT);
  }

  TableFacts read(TableIdentifier name, Table table, Instant now) {
    boolean collected =
        PropertyUtil.propertyAsBoolean(
            table.properties(), TableProperties.GC_ENABLED, TableProperties.GC_ENABLED_DEFAULT);
    List<Orphan> orphans =
        collected ? orphanFinder.find(table, now.minus(policy.orphanAge())) : List.of();

    return new TableFacts(
        name.toString(),
        now,
        table.sortOrder().isSorted(),
        collected,
        targetFileBytes(table),
        history.costs(name.toString()),
        partitions(table),
        manifests(table),
        snapshots(table, now, collected),
        orphans,
        OldRowsReader.read(table));
  }

  private CopyRules copyRules(Table table) {
    return CopyRules.of(table, smallBelow(table), policy.compaction().copyRowGroups());
  }

  private List<PartitionFiles> partitions(Table table) {
    CopyRules rules = copyRules(table);
    int percent = policy.compaction().convertDeletesPercent();
    Map<Long, Instant> committed = new HashMap<>();
    for (Snapshot snapshot : table.snapshots()) {
      committed.put(snapshot.sequenceNumber(), Instant.ofEpochMilli(snapshot.timestampMillis()));
    }
    Map<Place, Tally> tallies = new LinkedHashMap<>();
    Reach reach = new Reach();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        PartitionSpec spec = table.specs().get(task.file().specId());
        StructLike partition = task.file().partition();
        reach.add(task);
        tallies
            .computeIfAbsent(
                Place.of(spec, partition),
                place ->
                    new Tally(
                        spec.partitionToPath(partition),
                        filter(table, spec, partition),
                        new CopyTally(rules, table.sortOrder().isSorted()),
                        Wear.of(table, percent, reach)))
            .add(task, smallBelow(table), committed);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return tallies.values().stream().map(Tally::partition).toList();
  }

  /** An expression that exactly the files of the partition satisfy. */
  private static Expression filter(Table table, PartitionSpec spec, StructLike partition) {
    Expression filter = Expressions.alwaysTrue();
    for (int i = 0; i < spec.fields().size(); i++) {
      PartitionField field = spec.fields().get(i);
      if (!field.transform().isVoid()) {
        filter = Expressions.and(filter, equal(table, field, partition.get(i, Object.class)));
      }
    }

    return filter;
  }

  private static Expression equal(Table table, PartitionField field, Object value) {
    String column = table.schema().findColumnName(field.sourceId());
    if (field.transform().isIdentity()) {
      return value == null ? Expressions.isNull(column) : Expressions.equal(column, value);
    }
    UnboundTerm<Object> term = term(column, field);

    return value == null ? Expressions.isNull(term) : Expressions.equal(term, value);
  }

  @SuppressWarnings("unchecked") // A partition's value always is of its transform's result type.
  private static UnboundTerm<Object> term(String column, PartitionField field) {
    return Expressions.transform(column, (Transform<?, Object>) field.transform());
  }

  private static TableFacts.Manifests manifests(Table table) {
    long target =
        PropertyUtil.propertyAsLong(
            table.properties(),
            TableProperties.MANIFEST_TARGET_SIZE_BYTES,
            TableProperties.MANIFEST_TARGET_SIZE_BYTES_DEFAULT);
    if (table.currentSnapshot() == null) {
      return new TableFacts.Manifests(0, 0, target);
    }
    List<ManifestFile> manifests = table.currentSnapshot().dataManifests(table.io());

    return new TableFacts.Manifests(
        manifests.size(), manifests.stream().mapToLong(ManifestFile::length).sum(), target);
  }

  /** Iceberg itself says which snapshots would go: it knows branches, tags and their settings. */
  private TableFacts.Snapshots snapshots(Table table, Instant now, boolean collected) {
    List<Instant> committed = new ArrayList<>();
    for (Snapshot snapshot : table.snapshots()) {
      committed.add(Instant.ofEpochMilli(snapshot.timestampMillis()));
    }
    Instant olderThan = policy.expiry().olderThan(now, committed);
    int expirable =
        collected
            ? table
                .expireSnapshots()
                .expireOlderThan(olderThan.toEpochMilli())
                .retainLast(policy.expiry().keepNewest())
                .apply()
                .size()
            : 0;

    return new TableFacts.Snapshots(committed.size(), expirable, olderThan);
  }

  static int count(Table table) {
    int count = 0;
    for (Snapshot ignored : table.snapshots()) {
      count++;
    }

    return count;
  }

  /** Sums up a partition's files while they pass by. */
  private static final class Tally {
    private final String name;
    private final Expression filter;
    private int files;
    private long bytes;
    private int smallFiles;
    private long smallBytes;
    private final CopyTally copies;
    private final Wear wear;
    private Optional<Instant> newest = Optional.empty();

    Tally(String name, Expression filter, CopyTally copies, Wear wear) {
      this.name = name;
      this.filter = filter;
      this.copies = copies;
      this.wear = wear;
    }

    void add(FileScanTask task, long smallBelow, Map<Long, Instant> committed) {
      DataFile file = task.file();
      files++;
      bytes += file.fileSizeInBytes();
      boolean isLarge = file.fileSizeInBytes() >= smallBelow;
      wear.add(task, isLarge);
      if (!isLarge) {
        smallFiles++;
        smallBytes += file.fileSizeInBytes();
        copies.add(task);
      }
      Instant time = committed.get(file.fileSequenceNumber());
      if (time != null && newest.filter(time::isBefore).isEmpty()) {
        newest = Optional.of(time);
      }
    }

    PartitionFiles partition() {
      PartitionFiles partition =
          new PartitionFiles(
              name,
              filter,
              files,
              bytes,
              smallFiles,
              smallBytes,
              wear.deleteFiles(),
              newest,
              copies.copies(),
              Optional.of(wear.worn()));

      return wear.isLight() ? partition : partition.rewritten();
    }
  }
}
