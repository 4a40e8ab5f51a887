package io.freshet.lineage;

import io.freshet.lineage.event.EventReader;
import io.freshet.lineage.event.LineageEvent;
import io.freshet.lineage.naming.DatasetNames;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Events as engines tell them. */
public final class Events {
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static final EventReader READER =
      new EventReader(
          new DatasetNames(Set.of("lake"), Optional.of("s3://lake/warehouse")), () -> NOW);

  private Events() {}

  public static LineageEvent read(String json) {
    return READER.read(json.getBytes(StandardCharsets.UTF_8));
  }

  public static List<LineageEvent> readAll(String json) {
    return READER.readAll(json.getBytes(StandardCharsets.UTF_8));
  }

  /** A batch job's run that is done. */
  public static String complete(
      String job, String run, String time, String inputs, String outputs) {
    return event("COMPLETE", job, run, time, inputs, outputs, "BATCH");
  }

  public static String event(
      String state,
      String job,
      String run,
      String time,
      String inputs,
      String outputs,
      String processing) {
    return """
        {"eventType": "%s", "eventTime": "2026-03-01T%sZ", "producer": "https://example.com",
         "run": {"runId": "%s"},
         "job": {"namespace": "freshet", "name": "%s",
                 "facets": {"jobType": {"integration": "SPARK", "jobType": "JOB", "processingType": "%s"}}},
         "inputs": [%s], "outputs": [%s]}
        """
        .formatted(state, time, run, job, processing, inputs, outputs);
  }

  /** A table of the lake, as Trino names it; columns may be none. */
  public static String table(String name, String... columns) {
    return dataset(name, "\"schema\": {\"fields\": [%s]}".formatted(fields(columns)));
  }

  /** A table as an input, with the columns that its reader says to have read. */
  public static String readOf(String name, String... columns) {
    return """
        {"namespace": "trino://127.0.0.1:8080", "name": "lake.%s",
         "inputFacets": {"freshet_columnsRead": {"columns": [%s]}}}
        """
        .formatted(name, fields(columns));
  }

  public static String dataset(String name, String facets) {
    return """
        {"namespace": "trino://127.0.0.1:8080", "name": "lake.%s", "facets": {%s}}
        """
        .formatted(name, facets);
  }

  public static String fields(String... columns) {
    StringBuilder fields = new StringBuilder();
    for (String column : columns) {
      fields.append(fields.isEmpty() ? "" : ", ").append("{\"name\": \"%s\"}".formatted(column));
    }

    return fields.toString();
  }

  /** A column as an input of another. */
  public static String column(String table, String column, String type, String subtype) {
    return """
        {"namespace": "trino://127.0.0.1:8080", "name": "lake.%s", "field": "%s",
         "transformations": [{"type": "%s", "subtype": "%s"}]}
        """
        .formatted(table, column, type, subtype);
  }
}
