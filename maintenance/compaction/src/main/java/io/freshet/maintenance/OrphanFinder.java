package io.freshet.maintenance;

import io.freshet.maintenance.plan.Orphan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Finds the files under a table's location that no snapshot of any branch or tag refers to. Deletes
 * nothing.
 */
final class OrphanFinder {
  private static final StructType LISTING =
      new StructType()
          .add("file_path", DataTypes.StringType)
          .add("last_modified", DataTypes.TimestampType);

  /** So many files are looked at together: some 30 MB of this process's heap. */
  private static final int BATCH = 100_000;

  private final LakeSession spark;
  private final int batch;

  OrphanFinder(LakeSession spark) {
    this(spark, BATCH);
  }

  OrphanFinder(LakeSession spark, int batch) {
    this.spark = spark;
    this.batch = batch;
  }

  /** How many files and bytes lie under the table's location, whoever refers to them. */
  static Stored stored(Table table) {
    long files = 0;
    long bytes = 0;
    for (FileInfo file : list(table)) {
      files++;
      bytes += file.size();
    }

    return new Stored(files, bytes);
  }

  /** What lies in the store. */
  record Stored(long files, long bytes) {}

  /** Those of the files that are in the store. */
  static List<Orphan> stillStored(Table table, List<Orphan> files) {
    Map<String, Orphan> byPath = new HashMap<>();
    files.forEach(file -> byPath.put(file.path(), file));
    List<Orphan> stored = new ArrayList<>();
    for (FileInfo file : list(table)) {
      Optional.ofNullable(byPath.get(file.location())).ifPresent(stored::add);
    }

    return stored;
  }

  /** Keeps no more than a batch of the listing and the orphans themselves. */
  List<Orphan> find(Table table, Instant olderThan) {
    List<Orphan> orphans = new ArrayList<>();
    List<Orphan> old = new ArrayList<>();
    for (FileInfo file : list(table)) {
      Instant modified = Instant.ofEpochMilli(file.createdAtMillis());
      if (modified.isBefore(olderThan)) {
        old.add(new Orphan(file.location(), file.size(), modified));
      }
      if (old.size() == batch) {
        orphans.addAll(orphansOf(table, old, olderThan));
        old.clear();
      }
    }
    orphans.addAll(orphansOf(table, old, olderThan));

    return orphans;
  }

  /**
   * Those of the candidates that nothing refers to now. The table is read anew after the candidates
   * were listed: stale metadata would make live files look like orphans.
   */
  List<Orphan> stillOrphans(Table table, List<Orphan> candidates, Instant olderThan) {
    List<Orphan> orphans = new ArrayList<>();
    for (int from = 0; from < candidates.size(); from += batch) {
      int to = Math.min(candidates.size(), from + batch);
      orphans.addAll(orphansOf(table, candidates.subList(from, to), olderThan));
    }

    return orphans;
  }

  private List<Orphan> orphansOf(Table table, List<Orphan> candidates, Instant olderThan) {
    if (candidates.isEmpty()) {
      return List.of();
    }
    table.refresh();
    List<Orphan> unnamed = LiveFiles.without(table, candidates);
    if (unnamed.isEmpty()) {
      return List.of(); // without Spark, as in most runs
    }
    Set<String> found = ConcurrentHashMap.newKeySet();
    SparkActions.get(spark.session())
        .deleteOrphanFiles(table)
        .compareToFileList(dataset(unnamed))
        // The listing is of this location alone; paths may spell its scheme another way.
        .location(null)
        .olderThan(olderThan.toEpochMilli())
        .deleteWith(found::add)
        .execute();

    return unnamed.stream().filter(orphan -> found.contains(orphan.path())).toList();
  }

  private Dataset<Row> dataset(List<Orphan> candidates) {
    return spark
        .session()
        .createDataFrame(
            candidates.stream()
                .map(orphan -> RowFactory.create(orphan.path(), orphan.modified()))
                .toList(),
            LISTING);
  }

  /** With the slash at the end: without it a prefix also lists {@code <table>_v2}. */
  private static Iterable<FileInfo> list(Table table) {
    if (!(table.io() instanceof SupportsPrefixOperations io)) {
      return List.of();
    }
    String location = table.location();

    return io.listPrefix(location.endsWith("/") ? location : location + "/");
  }
}
