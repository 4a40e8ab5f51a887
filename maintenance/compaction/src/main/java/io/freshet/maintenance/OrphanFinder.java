package io.freshet.maintenance;

import io.freshet.maintenance.plan.Orphan;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
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

  private final SparkSession spark;

  OrphanFinder(SparkSession spark) {
    this.spark = spark;
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

  List<Orphan> find(Table table, Instant olderThan) {
    Map<String, Orphan> old = new HashMap<>();
    for (FileInfo file : list(table)) {
      Instant modified = Instant.ofEpochMilli(file.createdAtMillis());
      if (modified.isBefore(olderThan)) {
        old.put(file.location(), new Orphan(file.location(), file.size(), modified));
      }
    }

    return stillOrphans(table, old.values(), olderThan);
  }

  /**
   * Those of the candidates that nothing refers to now. The table is read anew after the candidates
   * were listed: stale metadata would make live files look like orphans.
   */
  List<Orphan> stillOrphans(Table table, Collection<Orphan> candidates, Instant olderThan) {
    if (candidates.isEmpty()) {
      return List.of();
    }
    table.refresh();
    Set<String> found = ConcurrentHashMap.newKeySet();
    SparkActions.get(spark)
        .deleteOrphanFiles(table)
        .compareToFileList(dataset(candidates))
        // The listing is of this location alone; paths may spell its scheme another way.
        .location(null)
        .olderThan(olderThan.toEpochMilli())
        .deleteWith(found::add)
        .execute();

    return candidates.stream().filter(orphan -> found.contains(orphan.path())).toList();
  }

  private Dataset<Row> dataset(Collection<Orphan> candidates) {
    return spark.createDataFrame(
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
