package io.freshet.bench.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.bench.ChildProcess;
import io.freshet.bench.FloorProcess;
import io.freshet.bench.Run;
import io.freshet.bench.Stage;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The limit: pyarrow, a column library in C++, writes the same rows, which lie decoded in its
 * memory, in one thread; once sorted before, once sorting them.
 */
public final class PyarrowLimit implements Contender {
  /** Its environment holds pyarrow. */
  private static final String NOTEBOOKS = "notebooks";

  private static final List<Figure> FIGURES =
      List.of(new Figure("pyarrow", "write"), new Figure("pyarrow, sorting", "sort_and_write"));

  private final Stage stage;

  /**
   * @param key what the script calls it
   */
  private record Figure(String name, String key) {}

  public PyarrowLimit(Stage stage) {
    this.stage = stage;
  }

  @Override
  public String name() {
    return "pyarrow";
  }

  @Override
  public Measured measure(long rows) throws IOException {
    Path project = stage.modules().project();
    String python =
        new PythonEnvironments(Cache.of(System.getenv()))
            .of(NOTEBOOKS, project.resolve(NOTEBOOKS).resolve("requirements.txt"), stage.progress())
            .python();
    new FloorProcess(stage, stage.scratch())
        .run("rows for pyarrow", "files", List.of(IngestBench.PINGS), rows / 2);
    Path json = stage.scratch().resolve("pyarrow.json");
    try (ChildProcess process =
        ChildProcess.start(
            name(),
            List.of(
                python,
                project.resolve("bench/src/main/python/limit.py").toString(),
                "--json",
                json.toString(),
                stage.scratch().resolve("rows-0.parquet").toString(),
                stage.scratch().resolve("rows-1.parquet").toString()),
            Map.of("PYTHONDONTWRITEBYTECODE", "1"),
            stage.platform().folder().log(name()))) {
      process.await();
    }

    return measured(new ObjectMapper().readTree(json.toFile()), rows);
  }

  private Measured measured(JsonNode results, long rows) {
    List<Run> runs = new ArrayList<>();
    List<String> findings = new ArrayList<>();
    for (Figure figure : FIGURES) {
      long written = 0;
      for (Run.Heat heat : Run.Heat.values()) {
        JsonNode result = results.path(heat.ordinal()).path(figure.key());
        Run run = FloorProcess.run(figure.name(), heat, result);
        written += run.operations();
        runs.add(run);
      }
      if (written != rows) {
        findings.add("%s wrote %d of %d rows".formatted(figure.name(), written, rows));
      }
    }

    return new Measured(runs, findings);
  }
}
