package io.freshet.batch.lineage;

import io.freshet.core.toolkit.LineageSettings;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** OpenLineage's listener, which reads from Spark's plans what a nightly reads and writes. */
public final class SparkLineage {
  private static final String LISTENERS = "spark.extraListeners";
  private static final String LISTENER = "io.openlineage.spark.agent.OpenLineageSparkListener";
  private static final String TRANSPORT = "spark.openlineage.transport.";

  private SparkLineage() {}

  /**
   * Spark's configuration of it; empty where nothing is to be told.
   *
   * @param job as it is to be called
   * @param inputs all tables that it reads, as {@code namespace.name}
   */
  public static Map<String, String> configuration(
      LineageSettings settings, String job, Collection<String> inputs) {
    Map<String, String> configuration = new LinkedHashMap<>();
    if (settings.url().isEmpty()) {
      return configuration;
    }
    String others = System.getProperty(LISTENERS, ""); // of spark-submit's
    configuration.put(LISTENERS, others.isEmpty() ? LISTENER : others + "," + LISTENER);
    configuration.put("spark.openlineage.namespace", "freshet");
    configuration.put("spark.openlineage.appName", job);
    configuration.put("spark.openlineage.columnLineage.datasetLineageEnabled", "true");
    configuration.put("spark.openlineage.filter.rddEventsDisabled", "true");
    configuration.put(TRANSPORT + "type", NightlyTransportBuilder.TYPE);
    configuration.put(TRANSPORT + "url", settings.url().get());
    settings.token().ifPresent(token -> configuration.put(TRANSPORT + "token", token));
    configuration.put(TRANSPORT + "job", job);
    configuration.put(TRANSPORT + "inputs", String.join(" ", inputs));

    return configuration;
  }
}
