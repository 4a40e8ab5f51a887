package io.freshet.batch.landing;

import static io.freshet.batch.landing.given.LandingPlan.Changed.REFUSED;

import io.freshet.batch.lake.LakeSession;
import io.freshet.batch.landing.database.JdbcAccess;
import io.freshet.batch.landing.given.ColumnChoice;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LandedFile;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Empty tables of orders' steps and dead letters, what lands in them, and what they then hold. */
final class LandingLake {
  static final String ORDERS = "order_events";
  static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
  private static final int MAX_FILES = 100;

  private final SparkSession spark;
  private final Catalog catalog;
  private final Contracts contracts;
  private final String contract;

  LandingLake(SparkSession spark) {
    this(spark, Contracts.read(Path.of("../../contracts")), ORDERS);
  }

  /** Empty tables of another contract and of dead letters. */
  LandingLake(SparkSession spark, Contracts contracts, String contract) {
    this.spark = spark;
    this.contracts = contracts;
    this.contract = contract;
    this.catalog = Spark3Util.loadIcebergCatalog(spark, LakeSession.CATALOG);
  }

  void empty() {
    for (String each : List.of(contract, Contracts.DEAD_LETTERS)) {
      catalog.dropTable(TableLayout.name(contracts.require(each)));
      new TableProvisioner(catalog).plan(contracts.require(each)).step().run();
    }
  }

  List<Long> orders() {
    return spark
        .sql("SELECT order_id FROM lake.raw.order_events ORDER BY order_id")
        .collectAsList()
        .stream()
        .map(row -> row.getLong(0))
        .toList();
  }

  List<String> places(String file) {
    int number =
        LandedFile.of(table(ORDERS).properties()).values().stream()
            .filter(each -> each.name().endsWith("/" + file))
            .findFirst()
            .orElseThrow()
            .number();

    return spark
        .sql(
            "SELECT concat(order_id, ' at ', _offset) FROM lake.raw.order_events"
                + " WHERE _stream_partition = %d ORDER BY _offset".formatted(number))
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /** Of everything that was landed, by the numbers of orders. */
  List<String> places() {
    return spark
        .sql(
            "SELECT concat(order_id, ' at ', _offset) FROM lake.raw.order_events ORDER BY order_id")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  List<String> letters() {
    return spark
        .sql(
            "SELECT origin_topic, origin_offset, cause FROM lake.raw.dead_letters"
                + " WHERE contract = '%s' ORDER BY origin_topic, origin_offset".formatted(contract))
        .collectAsList()
        .stream()
        .map(LandingLake::letter)
        .toList();
  }

  private static String letter(Row row) {
    String topic = row.getString(0);

    return "%s %d %s"
        .formatted(topic.substring(topic.lastIndexOf('/') + 1), row.getLong(1), row.getString(2));
  }

  Table table(String name) {
    return catalog.loadTable(TableLayout.name(contracts.require(name)));
  }

  LandingReport land(String from) {
    return land(order(from));
  }

  LandingReport land(Order order) {
    return landing(stage -> {}).land(order);
  }

  static Order order(String from) {
    return new Order(
        ORDERS, List.of(from), Optional.empty(), Optional.empty(), ColumnChoice.NONE, REFUSED);
  }

  Landing landing(Consumer<Landing.Stage> progress) {
    return landing(JdbcAccess.NONE, progress);
  }

  Landing landing(JdbcAccess access, Consumer<Landing.Stage> progress) {
    return new Landing(
        spark,
        contracts,
        (table, committed, snapshot) -> {},
        InstantSource.fixed(NOW),
        new LandingSettings(access, MAX_FILES),
        progress);
  }
}
