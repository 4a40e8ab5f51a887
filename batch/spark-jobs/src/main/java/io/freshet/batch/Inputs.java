package io.freshet.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.lake.TableWatermark;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The tables that a job reads, each held at the snapshot that was its newest when the run began:
 * every day of a run, and every retry, sees the same rows, whatever is appended meanwhile.
 */
final class Inputs {
  /** One table at one snapshot; no snapshot while it has never been written. */
  record Pinned(TableIdentifier table, Optional<Snapshot> snapshot, Optional<Instant> watermark) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final Map<String, Pinned> byContract;

  private Inputs(SparkSession spark, Map<String, Pinned> byContract) {
    this.spark = spark;
    this.byContract = byContract;
  }

  /**
   * @param tableOf the table of a contract's name
   */
  static Inputs pin(
      SparkSession spark,
      Catalog catalog,
      List<String> contracts,
      Function<String, TableIdentifier> tableOf) {
    Map<String, Pinned> byContract = new LinkedHashMap<>();
    for (String contract : contracts) {
      Table table = LakeCatalog.require(catalog, tableOf.apply(contract));
      byContract.put(
          contract,
          new Pinned(
              tableOf.apply(contract),
              Optional.ofNullable(table.currentSnapshot()),
              TableWatermark.of(table.properties())));
    }

    return new Inputs(spark, byContract);
  }

  Dataset<Row> rows(String contract) {
    Pinned pinned = byContract.get(contract);
    String name = LakeSession.CATALOG + "." + pinned.table();

    return pinned
        .snapshot()
        .map(at -> spark.read().option("versionAsOf", at.snapshotId()).table(name))
        .orElseGet(() -> spark.table(name).limit(0));
  }

  /** Whether a table is complete up to a time, as far as it says so itself. */
  boolean reach(String contract, Instant time) {
    return byContract.get(contract).watermark().filter(at -> !at.isBefore(time)).isPresent();
  }

  /** What a day between these times rests on. */
  PublishedDay.Basis basis(Instant from, Instant to) {
    Map<String, PublishedDay.Input> inputs = new LinkedHashMap<>();
    for (Pinned pinned : byContract.values()) {
      inputs.put(
          pinned.table().toString(),
          pinned
              .snapshot()
              .map(
                  at ->
                      new PublishedDay.Input(
                          at.snapshotId(), Instant.ofEpochMilli(at.timestampMillis())))
              .orElse(PublishedDay.Input.NEVER_WRITTEN));
    }

    return new PublishedDay.Basis(from, to, inputs);
  }

  /** Table by table the snapshot and the watermark, for the output's snapshot summary. */
  ObjectNode describe() {
    ObjectNode root = JSON.createObjectNode();
    for (Pinned pinned : byContract.values()) {
      ObjectNode node = root.putObject(pinned.table().toString());
      pinned.snapshot().ifPresent(at -> node.put("snapshot_id", at.snapshotId()));
      pinned.watermark().ifPresent(time -> node.put("watermark", time.toString()));
    }

    return root;
  }
}
