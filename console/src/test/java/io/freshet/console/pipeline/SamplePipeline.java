package io.freshet.console.pipeline;

import io.freshet.console.board.Boards;
import io.freshet.console.pipeline.FlinkFacts.Checkpoint;
import io.freshet.console.pipeline.FlinkFacts.Checkpoints;
import io.freshet.console.pipeline.FlinkFacts.Job;
import io.freshet.console.pipeline.FlinkFacts.Rates;
import io.freshet.console.pipeline.FlinkFacts.Vertex;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A pipeline as it is told, made up. */
public final class SamplePipeline {
  private static final String WRITER = "writer rides fares";
  private static final String JOB_MANAGER = "http://127.0.0.1:1";

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
            new Job(
                WRITER,
                "RUNNING",
                OptionalLong.of(2),
                Optional.of(
                    new Checkpoints(
                        40,
                        3,
                        Optional.of(
                            new Checkpoint(
                                Boards.NOW.minusSeconds(7), Duration.ofMillis(840), 52_000)))))),
        List.of(
            new Vertex(
                WRITER,
                "RUNNING",
                "Source: log -> Skip held",
                2,
                74,
                61,
                new Rates(OptionalDouble.of(0), OptionalDouble.of(4200.4))),
            new Vertex(
                WRITER,
                "RUNNING",
                "Write -> Commit",
                2,
                98,
                -1,
                new Rates(OptionalDouble.of(4200.4), OptionalDouble.empty()))),
        Map.of(),
        List.of(JOB_MANAGER),
        List.of());
  }

  public static FlinkFacts away() {
    return new FlinkFacts(
        List.of(),
        List.of(),
        Map.of(JOB_MANAGER, "Connection refused"),
        List.of(JOB_MANAGER),
        List.of());
  }

  /** The writer's job, which its JobManager has nobody to run for. */
  public static FlinkFacts without(String jobManager) {
    return new FlinkFacts(
        List.of(new Job(WRITER, "RESTARTING", OptionalLong.of(4), Optional.empty())),
        List.of(),
        Map.of(),
        List.of(jobManager),
        List.of(jobManager));
  }
}
