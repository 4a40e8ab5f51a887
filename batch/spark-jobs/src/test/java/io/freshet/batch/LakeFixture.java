package io.freshet.batch;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.freshet.batch.Rows.Delivered;
import io.freshet.batch.Rows.Market;
import io.freshet.batch.Rows.Ping;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.CommitListener;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.types.StructField;

/** The nightlies' tables, made anew and empty from the shipped contracts. */
final class LakeFixture {
  private final SparkSession spark;
  private final Rows rows;
  private final Catalog catalog;
  private final List<Long> announced = new ArrayList<>();
  private final Contracts contracts = Contracts.read(Path.of("../../contracts"));

  LakeFixture(SparkSession spark) {
    this.spark = spark;
    this.rows = new Rows(spark);
    this.catalog = Spark3Util.loadIcebergCatalog(spark, LakeSession.CATALOG);
    for (String contract :
        List.of("dasher_pings", "order_events", "markets", "dasher_efficiency")) {
      catalog.dropTable(table(contract));
      new TableProvisioner(catalog).plan(contracts.require(contract)).step().run();
    }
  }

  TableIdentifier table(String contract) {
    return TableLayout.name(contracts.require(contract));
  }

  NightlyRunner runner() {
    return runner((table, committed, snapshot) -> announced.add(snapshot.snapshotId()));
  }

  NightlyRunner runner(CommitListener listener) {
    return new NightlyRunner(spark, this::table, listener);
  }

  /** The snapshots that were announced, in that order. */
  List<Long> announced() {
    return List.copyOf(announced);
  }

  LakeFixture market(String name, String timeZone) {
    return append("markets", rows.markets(List.of(new Market(name, timeZone, Instant.EPOCH))));
  }

  LakeFixture pings(Ping... pings) {
    return append("dasher_pings", rows.pings(List.of(pings)));
  }

  LakeFixture delivered(Delivered... events) {
    return append("order_events", rows.orderEvents(List.of(events)));
  }

  /** Appends rows; optional columns that they lack stay empty. */
  LakeFixture append(String contract, Dataset<Row> data) {
    List<String> given = Arrays.asList(data.columns());
    Column[] columns =
        Arrays.stream(spark.table(sparkName(contract)).schema().fields())
            .map(field -> given.contains(field.name()) ? col(field.name()) : empty(field))
            .toArray(Column[]::new);
    try {
      data.select(columns).writeTo(sparkName(contract)).append();
    } catch (NoSuchTableException e) {
      throw new IllegalStateException(e);
    }

    return this;
  }

  /** The published rows as text, sorted. */
  List<String> efficiency() {
    return spark
        .table(sparkName("dasher_efficiency"))
        .orderBy("local_day", "market", "dasher_id")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  Dataset<Row> query(String sql) {
    return spark.sql(sql);
  }

  Table iceberg(String contract) {
    return catalog.loadTable(table(contract));
  }

  private String sparkName(String contract) {
    return LakeSession.CATALOG + "." + table(contract);
  }

  private static Column empty(StructField field) {
    return lit(null).cast(field.dataType()).as(field.name());
  }
}
