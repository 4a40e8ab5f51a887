package io.freshet.batch;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.batch.Rows.Delivered;
import io.freshet.batch.Rows.Minute;
import io.freshet.batch.Rows.Ping;
import io.freshet.batch.Rows.Prediction;
import io.freshet.batch.Rows.Step;
import io.freshet.batch.backfill.Backfill;
import io.freshet.batch.lake.LakeSession;
import io.freshet.batch.publish.NightlyRunner;
import io.freshet.batch.publish.ReceiptFolder;
import io.freshet.batch.publish.WrittenRows;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.CommitListener;
import io.freshet.core.lake.RetainedSince;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.lake.TableWatermark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
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
public final class LakeFixture {
  private final SparkSession spark;
  private final Rows rows;
  private final Catalog catalog;
  private final List<Long> announced = new ArrayList<>();
  private final Path receipts;
  private final Contracts contracts = Contracts.read(Path.of("../../contracts"));

  public LakeFixture(SparkSession spark) {
    this.spark = spark;
    this.rows = new Rows(spark);
    this.receipts =
        Path.of(
            spark.conf().get("spark.sql.catalog.lake.warehouse"), "receipts-" + UUID.randomUUID());
    this.catalog = Spark3Util.loadIcebergCatalog(spark, LakeSession.CATALOG);
    for (String contract :
        List.of(
            "dasher_pings",
            "order_events",
            "eta_predictions",
            "market_supply",
            "markets",
            "dasher_earnings_daily",
            "dasher_efficiency",
            "eta_accuracy",
            "market_supply_audit",
            "market_supply_hourly",
            "orders_history",
            "restaurant_payouts_weekly")) {
      catalog.dropTable(table(contract));
      new TableProvisioner(catalog).plan(contracts.require(contract)).step().run();
    }
  }

  public TableIdentifier table(String contract) {
    return TableLayout.name(contracts.require(contract));
  }

  public NightlyRunner runner() {
    return runner((table, committed, snapshot) -> announced.add(snapshot.snapshotId()));
  }

  public NightlyRunner runner(CommitListener listener) {
    return new NightlyRunner(spark, contracts, listener, new ReceiptFolder(receipts));
  }

  public Backfill backfill() {
    return backfill((table, committed, snapshot) -> announced.add(snapshot.snapshotId()));
  }

  public Backfill backfill(CommitListener listener) {
    return new Backfill(spark, contracts, listener, new ReceiptFolder(receipts));
  }

  /** The snapshots that were announced, in that order. */
  public List<Long> announced() {
    return List.copyOf(announced);
  }

  public LakeFixture market(String name, String timeZone) {
    return market(name, timeZone, Instant.EPOCH.toString());
  }

  public LakeFixture market(String name, String timeZone, String since) {
    return append("markets", rows.markets(List.of(Rows.market(name, timeZone, since))));
  }

  /** Says that a table is complete up to then. */
  public LakeFixture watermark(String contract, String time) {
    iceberg(contract).updateProperties().set(TableWatermark.PROPERTY, time).commit();

    return this;
  }

  /** Says that its contract's retention has taken rows from before then. */
  public void retainedSince(String contract, String time) {
    iceberg(contract).updateProperties().set(RetainedSince.PROPERTY, time).commit();
  }

  public void expireAllButTheNewest(String contract) {
    Table table = iceberg(contract);
    table
        .expireSnapshots()
        .expireOlderThan(table.currentSnapshot().timestampMillis())
        .retainLast(1)
        .commit();
  }

  /** What runs have left behind of a partition, the oldest first. */
  public List<JsonNode> receipts(String contract, LocalDate day) {
    String prefix = "nightly-%s-%s-".formatted(table(contract), day);
    try (Stream<Path> files = Files.list(receipts)) {
      List<JsonNode> found = new ArrayList<>();
      for (Path file :
          files
              .filter(each -> each.getFileName().toString().startsWith(prefix))
              .sorted()
              .toList()) {
        found.add(new ObjectMapper().readTree(file.toFile()));
      }

      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of the published rows of a partition. */
  public String hash(String contract, LocalDate day) {
    String dayColumn = contracts.require(contract).schema().keys().eventTime();

    return WrittenRows.of(spark.table(sparkName(contract)).where(col(dayColumn).equalTo(lit(day))))
        .hash();
  }

  public LakeFixture pings(Ping... pings) {
    return append("dasher_pings", rows.pings(List.of(pings)));
  }

  public LakeFixture delivered(Delivered... events) {
    return append("order_events", rows.orderEvents(List.of(events)));
  }

  public LakeFixture steps(Step... steps) {
    return append("order_events", rows.steps(List.of(steps)));
  }

  public LakeFixture predictions(Prediction... predictions) {
    return append("eta_predictions", rows.predictions(List.of(predictions)));
  }

  public LakeFixture minutes(Minute... minutes) {
    return append("market_supply", rows.minutes(List.of(minutes)));
  }

  /** The published rows of a table as text, sorted. */
  public List<String> published(String contract) {
    return spark.table(sparkName(contract)).collectAsList().stream()
        .map(Row::toString)
        .sorted()
        .toList();
  }

  /** Appends rows; optional columns that they lack stay empty. */
  public LakeFixture append(String contract, Dataset<Row> data) {
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
  public List<String> efficiency() {
    return spark
        .table(sparkName("dasher_efficiency"))
        .orderBy("local_day", "market", "dasher_id")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  public Dataset<Row> query(String sql) {
    return spark.sql(sql);
  }

  public Table iceberg(String contract) {
    return catalog.loadTable(table(contract));
  }

  private String sparkName(String contract) {
    return LakeSession.CATALOG + "." + table(contract);
  }

  private static Column empty(StructField field) {
    return lit(null).cast(field.dataType()).as(field.name());
  }
}
