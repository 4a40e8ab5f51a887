package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.local.Modules;
import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import io.freshet.local.fetch.PythonEnvironments.PythonEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests of the DAGs, which are Python's, in Airflow's own environment. */
@Tag("patient")
class DagsIT {
  private static final int MINUTES = 10;

  @Test
  void holdWhatTheirTestsSay(@TempDir Path folder) throws Exception {
    Path orchestration =
        Modules.around(Path.of(""), System.getenv()).project().resolve("orchestration");
    PythonEnvironment environment =
        new PythonEnvironments(Cache.of(System.getenv()))
            .of("airflow", orchestration.resolve("requirements.txt"), ProgressListener.SILENT);
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
                environment.program("pytest"),
                "-q",
                "-p",
                "no:cacheprovider",
                orchestration.resolve("tests").toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "AIRFLOW_HOME",
                folder.resolve("airflow").toString(),
                "AIRFLOW__CORE__LOAD_EXAMPLES",
                "False",
                "AIRFLOW__CORE__PLUGINS_FOLDER",
                orchestration.resolve("plugins").toString(),
                "PYTHONPATH",
                orchestration.resolve("dags").toString(),
                "PYTHONDONTWRITEBYTECODE",
                "1"));

    Process tests = builder.start();
    try {
      assertThat(tests.waitFor(MINUTES, TimeUnit.MINUTES)).as(Files.readString(output)).isTrue();
      assertThat(tests.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      tests.descendants().forEach(ProcessHandle::destroyForcibly);
      tests.destroyForcibly();
    }
  }
}
