package io.freshet.lineage.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetNamesTest {
  private static final DatasetNames NAMES =
      new DatasetNames(
          Set.of("Lake", "http://127.0.0.1:8181/"), Optional.of("s3://lake/warehouse/"));

  @ParameterizedTest
  @CsvSource({
    // dbt and Trino
    "trino://127.0.0.1:8080, lake.raw.order_events",
    "trino://127.0.0.1:8080, '\"lake\".\"raw\".\"order_events\"'",
    "trino://127.0.0.1:8080, LAKE.RAW.ORDER_EVENTS",
    // Spark: the folder, or the name within a catalog
    "s3://lake, warehouse/raw/order_events",
    "s3a://lake, /warehouse/raw/order_events/",
    "s3://lake, warehouse/raw/order_events-0b5b3a2e-56c5-4f6e-9b1c-1d2e3f405162",
    "s3://lake, warehouse/raw/order_events-0b5b3a2e56c54f6e9b1c1d2e3f405162/data/a.parquet",
    "http://127.0.0.1:8181, raw.order_events",
    "s3://lake/warehouse, lake.raw.order_events",
    "s3://lake/warehouse, raw.order_events",
    "lake, raw.order_events",
    // Iceberg's states of a table
    "http://127.0.0.1:8181, raw.order_events.branch_audit_2026_03_01",
    "http://127.0.0.1:8181, lake.raw.order_events.snapshot_id_123456789",
  })
  void givesATableOneNameWhoeverTells(String namespace, String name) {
    assertThat(NAMES.of(new ToldName(namespace, name), List.of()))
        .isEqualTo(DatasetName.table("raw.order_events"));
  }

  @ParameterizedTest
  @CsvSource({
    "trino://127.0.0.1:8080, lake.raw.tag_events, raw.tag_events",
    "lake, raw.branch_visits, raw.branch_visits",
    "http://127.0.0.1:8181, lake.raw.branch_visits, raw.branch_visits",
    "http://127.0.0.1:8181, raw.branch_visits.branch_audit_1, raw.branch_visits",
  })
  void leavesATableThatIsCalledLikeAStateItsName(String namespace, String name, String table) {
    assertThat(NAMES.of(new ToldName(namespace, name), List.of()))
        .isEqualTo(DatasetName.table(table));
  }

  @Test
  void believesTheNameOfWhatLiesInTheWarehouseAtWhateverAddressItsCatalogAnswers() {
    assertThat(
            NAMES.of(
                new ToldName("s3://lake", "warehouse/clean/old_name"),
                List.of(new ToldName("http://catalog.internal", "clean.new_name"))))
        .isEqualTo(DatasetName.table("clean.new_name"));
  }

  @Test
  void prefersTheNameInACatalogToAFolder() {
    assertThat(
            NAMES.of(
                new ToldName("s3://elsewhere", "some/folder"),
                List.of(new ToldName("http://127.0.0.1:8181", "clean.dasher_efficiency"))))
        .isEqualTo(DatasetName.table("clean.dasher_efficiency"));
  }

  @Test
  void knowsATopicByItsNameAlone() {
    assertThat(NAMES.of(new ToldName("kafka://127.0.0.1:9092", "dasher_pings"), List.of()))
        .isEqualTo(DatasetName.stream("dasher_pings"));
  }

  @ParameterizedTest
  @CsvSource({
    "redis://127.0.0.1:6379, eta, redis://127.0.0.1:6379/eta",
    "postgres://127.0.0.1:5432, orders.public.orders, postgres://127.0.0.1:5432/orders.public.orders",
    "snowflake://account, FRESHET.RAW.MARKETS, snowflake://account/FRESHET.RAW.MARKETS",
    "s3://lake, landing/pings.json, s3://lake/landing/pings.json",
    "file, /tmp/model.onnx, file/tmp/model.onnx",
    "s3://any-bucket, report.csv, s3://any-bucket/report.csv",
    "s3://any-bucket, lake.raw.csv, s3://any-bucket/lake.raw.csv",
    "https://api.example.com, orders.json, https://api.example.com/orders.json",
    "hive://metastore:9083, sales.orders, hive://metastore:9083/sales.orders",
  })
  void leavesWhatIsNotOursItsAddress(String namespace, String name, String address) {
    assertThat(NAMES.of(new ToldName(namespace, name), List.of()))
        .isEqualTo(DatasetName.other(address));
  }

  @Test
  void takesATableOfAnotherCatalogForAnotherTable() {
    assertThat(NAMES.of(new ToldName("trino://127.0.0.1:8080", "tpch.raw.order_events"), List.of()))
        .isEqualTo(DatasetName.other("trino://127.0.0.1:8080/tpch.raw.order_events"));
  }

  @Test
  void knowsNoFolderWithoutAWarehouse() {
    DatasetNames names = new DatasetNames(Set.of("lake"), Optional.empty());

    assertThat(names.of(new ToldName("s3://lake", "warehouse/raw/markets"), List.of()))
        .isEqualTo(DatasetName.other("s3://lake/warehouse/raw/markets"));
  }
}
