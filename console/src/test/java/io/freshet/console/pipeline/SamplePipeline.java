package io.freshet.console.pipeline;

import io.freshet.console.pipeline.FlinkFacts.Vertex;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A pipeline as it is told, made up. */
public final class SamplePipeline {
  private SamplePipeline() {}

  public static List<Flow> flows() {
    return List.of(
        new Flow(
            "rides",
            OptionalDouble.of(4210.4),
            OptionalDouble.of(3900.2),
            OptionalLong.of(12_345),
            OptionalInt.of(3)),
        new Flow(
            "fares",
            OptionalDouble.of(0.4),
            OptionalDouble.of(0.4),
            OptionalLong.of(0),
            OptionalInt.empty()),
        new Flow(
            "tips",
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalLong.empty(),
            OptionalInt.empty()));
  }

  public static FlinkFacts busy() {
    return new FlinkFacts(
        List.of(
            new Vertex("writer rides fares", "RUNNING", "Source: log -> Skip held", 2, 74, 61),
            new Vertex("writer rides fares", "RUNNING", "Write -> Commit", 2, 98, -1)),
        Map.of(),
        1);
  }

  public static FlinkFacts away() {
    return new FlinkFacts(List.of(), Map.of("http://127.0.0.1:1", "Connection refused"), 1);
  }
}
