package io.freshet.batch.lake;

import io.freshet.core.lake.SparkLake;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark session over one Iceberg catalog, sized for one machine unless spark-submit says more.
 */
public final class LakeSession {
  /** The name under which Spark knows the lake's catalog. */
  public static final String CATALOG = SparkLake.CATALOG;

  private static final Map<String, String> SIZES =
      Map.of(
          // Dashers are aggregated as arrays of bytes: beyond this many Spark would sort their
          // rows first.
          "spark.sql.objectHashAggregate.sortBased.fallbackThreshold", "65536",
          // So that what is aggregated last fits into memory on a large day; small ones are put
          // together.
          "spark.sql.adaptive.coalescePartitions.initialPartitionNum", "32");

  private LakeSession() {}

  /**
   * Opens it.
   *
   * @param catalog Iceberg's catalog properties, {@code type} among them
   * @param lineage Spark's configuration of what it tells, if anything
   */
  public static SparkSession open(
      String name, Map<String, String> catalog, Map<String, String> lineage) {
    SparkSession.Builder builder = SparkSession.builder().appName(name);
    SparkLake.configuration(catalog).forEach(builder::config);
    SIZES.forEach((key, size) -> builder.config(key, SparkLake.unlessSubmitted(key, size)));
    lineage.forEach(builder::config);

    return builder.getOrCreate();
  }
}
