package io.freshet.console.lineage;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.lineage.graph.LineageGraph;
import io.freshet.core.toolkit.LineageSettings;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Lineage as a server tells it, made up. */
public final class SampleLineage {
  private static final String RIDES =
      """
      {"root": "table:raw.rides", "truncated": false,
       "nodes": [
         {"id": "table:raw.rides", "type": "dataset", "name": "raw.rides", "kind": "table"},
         {"id": "stream:rides", "type": "dataset", "name": "rides", "kind": "stream"},
         {"id": "table:marts.rides_daily", "type": "dataset", "name": "marts.rides_daily",
          "kind": "table"},
         {"id": "job:w", "type": "job", "name": "writer-rides", "integration": "flink",
          "job_type": "streaming", "owner": "team:riders"},
         {"id": "job:d", "type": "job", "name": "rides_daily", "integration": "dbt",
          "job_type": "model", "owner": "team:growth"}],
       "edges": [
         {"from": "stream:rides", "job": "job:w", "to": "table:raw.rides", "by": "column"},
         {"from": "table:raw.rides", "job": "job:d", "to": "table:marts.rides_daily",
          "by": "table"}]}""";

  private SampleLineage() {}

  public static LineageFacts ofRides() {
    try {
      return LineageFacts.of(LineageGraph.of(new ObjectMapper().readTree(RIDES)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static LineageFacts notCollected() {
    return new LineageReader(LineageSettings.none()).read("table:raw.rides");
  }
}
