package io.freshet.cli.notebook;

import io.freshet.cli.Workspace;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import io.freshet.local.fetch.PythonEnvironments.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The notebooks of this installation, their Python, and what they are told of the platform. */
record NotebookWorkspace(Workspace workspace) {
  private static final String SUFFIX = ".ipynb";

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
        "FRESHET_SPARK_JARS", workspace.modules().icebergForSpark(),
        "JAVA_HOME", System.getProperty("java.home"),
        "PYTHONDONTWRITEBYTECODE", "1");
  }
}
