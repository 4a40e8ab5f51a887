package io.freshet.maintenance;

import io.freshet.core.lake.SparkLake;
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
  static final String CATALOG = SparkLake.CATALOG;

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
    SparkLake.configuration(catalog).forEach(builder::config);

    return builder.getOrCreate();
  }
}
