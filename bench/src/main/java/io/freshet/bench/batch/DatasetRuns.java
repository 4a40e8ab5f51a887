package io.freshet.bench.batch;

import io.freshet.bench.Run;
import io.freshet.bench.Run.Standing;
import io.freshet.bench.Stage;
import io.freshet.bench.batch.BatchResult.Comparison;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A training set as {@code freshet dataset create} makes it, then read as training and notebooks
 * do, beside pyarrow alone on the same files. Each is a process of its own.
 */
final class DatasetRuns {
  private static final String SET = "bench";

  private final Stage stage;
  private final List<String> findings;

  /**
   * @param findings gets what is wrong
   */
  DatasetRuns(Stage stage, List<String> findings) {
    this.stage = stage;
    this.findings = findings;
  }

  List<Comparison> compare() throws IOException {
    Python python =
        Python.of(
            stage,
            "dataset.py",
            "training",
            "notebooks/training/requirements.txt",
            Map.of(
                "FRESHET_PROFILE",
                stage.profile().toAbsolutePath().toString(),
                "PYTHONPATH",
                stage.modules().project().resolve("notebooks").toString()));
    String folder = stage.scratch().resolve(SET).toString();

    return List.of(
        new Comparison(
            "training set, made",
            List.of(python.run("dataset create", Standing.OURS, "create", "create", folder).run())),
        read(python, "training set, read", "set", folder),
        read(python, "table, read", "table", Generation.PREDICTIONS));
  }

  /**
   * @param what the script calls it, with {@code bare-} before it by pyarrow alone
   */
  private Comparison read(Python python, String work, String what, String source)
      throws IOException {
    List<Run> runs = new ArrayList<>();
    runs.add(python.run("freshet", Standing.OURS, what, what, source).run());
    runs.add(python.run("pyarrow", Standing.PEER, "bare-" + what, "bare-" + what, source).run());
    if (runs.get(0).operations() != runs.get(1).operations()) {
      findings.add(
          "%s: freshet gives %d rows, pyarrow %d"
              .formatted(work, runs.get(0).operations(), runs.get(1).operations()));
    }

    return new Comparison(work, runs);
  }
}
