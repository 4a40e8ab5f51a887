package io.freshet.dbt;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Settings;
import io.freshet.dbt.run.DbtArguments;
import io.freshet.dbt.run.DbtOutcome;
import io.freshet.dbt.run.DbtProject;
import io.freshet.dbt.run.DbtRunner;
import io.freshet.dbt.run.DbtTools;
import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** dbt itself, on this module's project or a copy of it. */
final class DbtFixture {
  static final Path PROJECT = Path.of("").toAbsolutePath();
  static final Contracts CONTRACTS = Contracts.read(PROJECT.resolve("../contracts"));

  private final DbtProject project;
  private final Contracts contracts;
  private final Settings settings;
  private final Path output;

  DbtFixture(Path folder, Path state, Contracts contracts, Settings settings) {
    this.project = new DbtProject(folder, state.resolve("dbt"), state.resolve("logs"));
    this.contracts = contracts;
    this.settings = settings;
    this.output = state.resolve("output");
  }

  DbtFixture(Path state, Settings settings) {
    this(PROJECT, state.toAbsolutePath(), CONTRACTS, settings);
  }

  DbtProject project() {
    return project;
  }

  DbtOutcome run(String... words) throws IOException, InterruptedException {
    return run(Map.of(), words);
  }

  DbtOutcome run(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    Files.createDirectories(output.getParent());
    DbtRunner runner =
        new DbtRunner(
            new DbtTools(programs("dbt", "requirements.txt")),
            project,
            () -> settings,
            contracts,
            environment);

    return runner.run(new DbtArguments(List.of(words)), Redirect.to(output.toFile()));
  }

  /** A run that must work. */
  void require(String... words) throws IOException, InterruptedException {
    DbtOutcome outcome = run(words);

    assertThat(outcome.exitCode()).as(printed()).isZero();
  }

  /** What the newest run has said. */
  String printed() throws IOException {
    return Files.readString(output);
  }

  static Path programs(String tool, String requirements) {
    return new PythonEnvironments(Cache.of(System.getenv()))
        .of(tool, PROJECT.resolve(requirements), ProgressListener.SILENT)
        .home()
        .resolve("bin");
  }
}
