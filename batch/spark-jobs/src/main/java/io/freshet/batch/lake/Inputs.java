package io.freshet.batch.lake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.lake.RetainedSince;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableWatermark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The tables that a job reads, each held at the snapshot that was its newest when the run began:
 * every day of a run sees the same rows, whatever is appended meanwhile.
 */
public final class Inputs {
  /** One table at one snapshot; no snapshot while it has never been written. */
  record Pinned(TableIdentifier name, Table table, Optional<Snapshot> snapshot) {
    PublishedDay.Input input() {
      return snapshot
          .map(
              at ->
                  new PublishedDay.Input(
                      at.snapshotId(),
                      Instant.ofEpochMilli(at.timestampMillis()),
                      Ledger.of(table.properties()).repairs().count()))
          .orElse(PublishedDay.Input.NEVER_WRITTEN);
    }

    Optional<Instant> watermark() {
      return TableWatermark.of(table.properties());
    }

    /** Asks anew: the table here stays as it was. */
    boolean isExpired(Catalog catalog) {
      Table now = LakeCatalog.require(catalog, name);

      return snapshot.filter(at -> now.snapshot(at.snapshotId()) == null).isPresent();
    }
  }

  /** The column by which every input finds its days. */
  public static final String EVENT_TIME = "event_time";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final Map<String, Pinned> byContract;

  private Inputs(SparkSession spark, Map<String, Pinned> byContract) {
    this.spark = spark;
    this.byContract = byContract;
  }

  /**
   * @param wanted names of contracts
   */
  public static Inputs pin(
      SparkSession spark, Catalog catalog, Contracts contracts, Collection<String> wanted) {
    Map<String, Pinned> byContract = new LinkedHashMap<>();
    for (String contract : wanted) {
      TableIdentifier name = TableLayout.name(contracts.require(contract));
      Table table = LakeCatalog.require(catalog, name);
      byContract.put(
          contract, new Pinned(name, table, Optional.ofNullable(table.currentSnapshot())));
    }

    return new Inputs(spark, byContract);
  }

  public SparkSession spark() {
    return spark;
  }

  public Dataset<Row> rows(String contract) {
    Pinned pinned = byContract.get(contract);

    return pinned
        .snapshot()
        .map(at -> rowsAt(pinned, at.snapshotId()))
        .orElseGet(() -> spark.table(sparkName(pinned)).limit(0));
  }

  Dataset<Row> rowsAt(Pinned pinned, long snapshotId) {
    return spark.read().option("versionAsOf", snapshotId).table(sparkName(pinned));
  }

  Pinned pinned(String contract) {
    return byContract.get(contract);
  }

  static String sparkName(Pinned pinned) {
    return LakeSession.CATALOG + "." + pinned.name();
  }

  /** The contract's table, as {@code raw.dasher_pings}. */
  public String table(String contract) {
    return byContract.get(contract).name().toString();
  }

  /** Whether a table is complete up to a time, as far as it says so itself. */
  public boolean reach(String contract, Instant time) {
    return byContract.get(contract).watermark().filter(at -> !at.isBefore(time)).isPresent();
  }

  /** A snapshot that has expired since; what was to be read of it can't be read any more. */
  public Optional<String> expired(Catalog catalog) {
    return byContract.values().stream()
        .filter(each -> each.isExpired(catalog))
        .map(each -> "snapshot %d of %s".formatted(each.input().snapshotId(), each.name()))
        .findFirst();
  }

  /** Why a table can't be read from a time on, where its contract's retention has let rows go. */
  public Optional<String> lost(String contract, Instant from) {
    return RetainedSince.of(byContract.get(contract).table().properties())
        .filter(from::isBefore)
        .map(
            since ->
                "its rows from %s on are needed, and the contract's retention has let rows of %s from before %s go"
                    .formatted(from, table(contract), since));
  }

  /** Of the files that may hold rows of a stretch of event time, whose end is not in it. */
  public FileSize size(String contract, Instant from, Instant to) {
    Pinned pinned = byContract.get(contract);
    if (pinned.snapshot().isEmpty()) {
      return FileSize.NONE;
    }
    FileSize size = FileSize.NONE;
    try (CloseableIterable<FileScanTask> tasks =
        pinned
            .table()
            .newScan()
            .useSnapshot(pinned.snapshot().get().snapshotId())
            .filter(
                Expressions.and(
                    Expressions.greaterThanOrEqual(EVENT_TIME, from.toString()),
                    Expressions.lessThan(EVENT_TIME, to.toString())))
            .planFiles()) {
      for (FileScanTask task : tasks) {
        size = size.plus(new FileSize(1, task.file().recordCount(), task.file().fileSizeInBytes()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return size;
  }

  /** What is read of each table, by its name. */
  public Map<String, PublishedDay.Input> snapshots() {
    Map<String, PublishedDay.Input> snapshots = new LinkedHashMap<>();
    byContract.values().forEach(each -> snapshots.put(each.name().toString(), each.input()));

    return snapshots;
  }

  /** Table by table the snapshot and the watermark, for the output's snapshot summary. */
  public ObjectNode describe() {
    ObjectNode root = JSON.createObjectNode();
    for (Pinned pinned : byContract.values()) {
      ObjectNode node = root.putObject(pinned.name().toString());
      pinned.snapshot().ifPresent(at -> node.put("snapshot_id", at.snapshotId()));
      pinned.watermark().ifPresent(time -> node.put("watermark", time.toString()));
    }

    return root;
  }
}
