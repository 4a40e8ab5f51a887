package io.freshet.cli.notebook;

import io.freshet.cli.Workspace;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import io.freshet.local.fetch.PythonEnvironments.PythonEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The notebooks of this installation, their Python, and what they are told of the platform. */
record NotebookWorkspace(Workspace workspace) {
  private static final String SUFFIX = ".ipynb";
  private static final String SPARK = "batch/spark-jobs";
  private static final List<String> SPARK_JARS =
      List.of("iceberg-spark-runtime-", "iceberg-aws-bundle-");

  Path folder() {
    return workspace.modules().project().resolve("notebooks");
  }

  /** Their names, in order. */
  List<String> names() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new FreshetException(Fault.DEPENDENCY, "Cannot read " + folder(), e);
    }
  }

  PythonEnvironment python(ProgressListener progress) {
    return new PythonEnvironments(Cache.of(System.getenv()))
        .of("notebooks", folder().resolve("requirements.txt"), progress);
  }

  /** As environment variables. */
  Map<String, String> access() {
    return Map.of(
        "FRESHET_PROFILE", workspace.installation().toAbsolutePath().toString(),
        "FRESHET_SPARK_JARS", sparkJars(),
        "JAVA_HOME", System.getProperty("java.home"),
        "PYTHONDONTWRITEBYTECODE", "1");
  }

  /** Iceberg for Spark, the same as our jobs run with. */
  private String sparkJars() {
    String jars =
        Stream.of(workspace.modules().classPath(SPARK).split(File.pathSeparator))
            .filter(
                jar ->
                    SPARK_JARS.stream().anyMatch(Path.of(jar).getFileName().toString()::startsWith))
            .collect(Collectors.joining(","));
    if (jars.split(",").length != SPARK_JARS.size()) {
      throw new FreshetException(
          Fault.OURS,
          "The class path of %s must hold %s; of these it holds: %s"
              .formatted(SPARK, String.join("*.jar and ", SPARK_JARS) + "*.jar", jars));
    }

    return jars;
  }
}
