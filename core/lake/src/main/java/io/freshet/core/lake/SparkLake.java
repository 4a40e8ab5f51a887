package io.freshet.core.lake;

import io.freshet.core.toolkit.Secrets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The lake as a Spark session is told of it: as text, for whoever brings Spark. */
public final class SparkLake {
  /** The name under which Spark knows the lake's catalog. */
  public static final String CATALOG = "lake";

  private static final String DEFAULT_MASTER = "local[2]";

  private SparkLake() {}

  /**
   * A session's configuration, sized for one machine unless spark-submit says more.
   *
   * @param catalog Iceberg's catalog properties, {@code type} among them
   */
  public static Map<String, String> configuration(Map<String, String> catalog) {
    return configuration(System.getProperty("spark.master", DEFAULT_MASTER), catalog);
  }

  static Map<String, String> configuration(String master, Map<String, String> catalog) {
    Map<String, String> configuration = new LinkedHashMap<>();
    configuration.put("spark.master", master);
    if (master.startsWith("local")) {
      // Executors elsewhere have to find their driver, whose address Spark then knows by itself.
      configuration.put("spark.driver.host", "127.0.0.1");
      configuration.put("spark.driver.bindAddress", "127.0.0.1");
    }
    configuration.put("spark.ui.enabled", unlessSubmitted("spark.ui.enabled", "false"));
    configuration.put("spark.sql.session.timeZone", "UTC");
    configuration.put("spark.sql.datetime.java8API.enabled", "true");
    // A day is a few hundred megabytes, a table's metadata less: Spark's 200 shuffle partitions
    // would be mostly overhead.
    configuration.put(
        "spark.sql.shuffle.partitions", unlessSubmitted("spark.sql.shuffle.partitions", "4"));
    // Otherwise Spark warns of every plan over a table of more than 25 columns.
    configuration.put("spark.sql.debug.maxToStringFields", "100");
    // Spark's own pattern leaves a catalog's credential in the clear.
    configuration.put("spark.redaction.regex", Secrets.keyPattern());
    configuration.put("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"));
    configuration.put(
        "spark.sql.extensions",
        "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions");
    String prefix = "spark.sql.catalog." + CATALOG;
    configuration.put(prefix, "org.apache.iceberg.spark.SparkCatalog");
    // A cached table handle is a stale one: each load must see the newest commit.
    configuration.put(prefix + ".cache-enabled", "false");
    catalog.forEach((key, value) -> configuration.put(prefix + "." + key, value));

    return configuration;
  }

  /** What spark-submit says, which hands it on as a property of the system, or else the default. */
  public static String unlessSubmitted(String key, String otherwise) {
    return System.getProperty(key, otherwise);
  }
}
