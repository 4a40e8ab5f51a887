package io.freshet.bench.ingest;

import io.freshet.bench.FloorProcess;
import io.freshet.bench.Run;
import io.freshet.bench.Stage;
import java.util.List;

/**
 * The same bytes, at hand in memory, decoded and written by Iceberg's generic Parquet writer in one
 * thread: no Kafka, no commit, no object store, no promise.
 */
public final class Floor implements Contender {
  private final Stage stage;

  public Floor(Stage stage) {
    this.stage = stage;
  }

  @Override
  public String name() {
    return "floor";
  }

  @Override
  public Measured measure(long rows) {
    List<Run> runs =
        new FloorProcess(stage, stage.scratch())
            .run(name(), "files", List.of(IngestBench.PINGS), rows / 2);
    long written = runs.stream().mapToLong(Run::operations).sum();

    return new Measured(
        runs,
        written == rows
            ? List.of()
            : List.of("%s wrote %d of %d rows".formatted(name(), written, rows)));
  }
}
