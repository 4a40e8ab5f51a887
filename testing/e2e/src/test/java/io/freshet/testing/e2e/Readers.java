package io.freshet.testing.e2e;

import io.freshet.local.Modules;
import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.Schema;

/** Other engines, driven by {@code readers.py} in environments that other modules have anyway. */
final class Readers {
  private static final Path PROGRAM = Path.of("src/test/python/readers.py");
  private static final Path PROJECT = Path.of("..", "..");
  private static final int PATIENCE_MINUTES = 5;

  private final String python;
  private final Map<String, String> environment;

  private Readers(String python, Map<String, String> environment) {
    this.python = python;
    this.environment = environment;
  }

  /** PyIceberg and Spark, by catalog and store. */
  static Readers ofLake(EmbeddedPlatform platform) {
    return new Readers(
        python("notebooks", "notebooks/requirements.txt"),
        Map.of(
            "PYTHONPATH", PROJECT.resolve("notebooks").toAbsolutePath().toString(),
            "FRESHET_PROFILE", platform.profile().toAbsolutePath().toString(),
            "FRESHET_SPARK_JARS", Modules.around(Path.of(""), System.getenv()).icebergForSpark(),
            "JAVA_HOME", System.getProperty("java.home")));
  }

  /** DuckDB, by the files alone. */
  static Readers ofFiles() {
    return new Readers(
        python("snowflake-emulator", "warehouse/snowflake/src/test/python/requirements.txt"),
        Map.of());
  }

  private static String python(String name, String requirements) {
    return new PythonEnvironments(Cache.of(System.getenv()))
        .of(name, PROJECT.resolve(requirements), ProgressListener.SILENT)
        .python();
  }

  /**
   * The rows, one a line.
   *
   * @param source a table's name, or a folder of files
   */
  List<String> read(String engine, String source, Schema schema) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(python, "-B", PROGRAM.toString(), engine, source));
    schema.columns().forEach(column -> command.add(column.name() + ":" + column.type()));
    Path output = Files.createTempFile(Path.of("target"), engine, ".out");
    Path errors = Files.createTempFile(Path.of("target"), engine, ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }
    if (process.exitValue() != 0) {
      throw new AssertionError("%s failed: %s".formatted(engine, Files.readString(errors)));
    }

    return Files.readAllLines(output);
  }
}
