package io.freshet.maintenance;

import io.freshet.core.toolkit.Secrets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark session over one Iceberg catalog, sized for one machine unless spark-submit says more. It
 * starts when it is first needed: much of maintenance needs no engine. Thread-safe.
 */
final class LakeSession implements AutoCloseable {
  /** The name under which Spark knows the lake's catalog. */
  static final String CATALOG = "lake";

  private static final String DEFAULT_MASTER = "local[2]";

  private final Supplier<SparkSession> opening;
  private Optional<SparkSession> running = Optional.empty();

  private LakeSession(Supplier<SparkSession> opening) {
    this.opening = opening;
  }

  /**
   * @param catalog Iceberg's catalog properties, {@code type} among them
   */
  static LakeSession of(String name, Map<String, String> catalog) {
    return new LakeSession(() -> open(name, catalog));
  }

  synchronized SparkSession session() {
    SparkSession session = running.orElseGet(opening);
    running = Optional.of(session);

    return session;
  }

  synchronized boolean isStarted() {
    return running.isPresent();
  }

  /** Makes what it does now fail. */
  synchronized void cancel() {
    running.ifPresent(session -> session.sparkContext().cancelAllJobs());
  }

  @Override
  public synchronized void close() {
    running.ifPresent(SparkSession::stop);
  }

  private static SparkSession open(String name, Map<String, String> catalog) {
    SparkSession.Builder builder = SparkSession.builder().appName(name);
    String master = System.getProperty("spark.master", DEFAULT_MASTER);
    builder.master(master);
    if (master.startsWith("local")) {
      // Executors elsewhere have to find their driver, whose address Spark then knows by itself.
      builder.config("spark.driver.host", "127.0.0.1");
      builder.config("spark.driver.bindAddress", "127.0.0.1");
    }
    configuration().forEach(builder::config);
    String prefix = "spark.sql.catalog." + CATALOG;
    builder.config(prefix, "org.apache.iceberg.spark.SparkCatalog");
    // A cached table handle is a stale one: each load must see the newest commit.
    builder.config(prefix + ".cache-enabled", "false");
    catalog.forEach((key, value) -> builder.config(prefix + "." + key, value));

    return builder.getOrCreate();
  }

  static Map<String, String> configuration() {
    Map<String, String> configuration = new LinkedHashMap<>();
    configuration.put("spark.ui.enabled", "false");
    configuration.put("spark.sql.session.timeZone", "UTC");
    configuration.put("spark.sql.datetime.java8API.enabled", "true");
    // Metadata of a table is small: Spark's 200 shuffle partitions would be mostly overhead.
    configuration.put("spark.sql.shuffle.partitions", "4");
    // Otherwise Spark warns of every plan over a table of more than 25 columns.
    configuration.put("spark.sql.debug.maxToStringFields", "100");
    // Spark's own pattern leaves a catalog's credential in the clear.
    configuration.put("spark.redaction.regex", Secrets.keyPattern());
    configuration.put("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"));
    configuration.put(
        "spark.sql.extensions",
        "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions");

    return configuration;
  }
}
