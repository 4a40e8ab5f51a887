package io.freshet.bench.peer.spark;

import io.freshet.core.lake.LakeSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Spark over the lake, on all processors, as it is set by itself. */
final class PeerSession {
  private PeerSession() {}

  /**
   * @param folder for what it keeps on disk
   */
  static SparkSession open(LakeSettings lake, Path folder) {
    Map<String, String> configuration = new LinkedHashMap<>();
    configuration.put("spark.driver.host", "127.0.0.1");
    configuration.put("spark.driver.bindAddress", "127.0.0.1");
    configuration.put("spark.ui.enabled", "false");
    configuration.put("spark.sql.session.timeZone", "UTC");
    configuration.put("spark.local.dir", folder.toString());
    configuration.put("spark.sql.warehouse.dir", folder.toUri().toString());
    configuration.put(
        "spark.sql.extensions",
        "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions");
    configuration.put("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog");
    configuration.put("spark.sql.catalog.lake.type", "rest");
    lake.icebergProperties()
        .forEach((key, value) -> configuration.put("spark.sql.catalog.lake." + key, value));
    SparkSession.Builder builder = SparkSession.builder().appName("spark peer").master("local[*]");
    configuration.forEach(builder::config);

    return builder.getOrCreate();
  }
}
