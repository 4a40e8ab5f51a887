package io.freshet.cli.deploy;

import io.freshet.cli.CommandRun;
import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the images of Flink and Spark hold that ours begin with. Without a Docker daemon they are
 * had from PyPI, where both projects publish their distributions, of the versions that the
 * Dockerfiles name.
 */
final class EngineImage {
  /** What a second compiler gains such a short life does not spare. */
  static final Map<String, String> SHORT_LIVED =
      Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");

  private static final Path REQUIREMENTS = Path.of("src/test/python/engines/requirements.txt");

  private EngineImage() {}

  /** Our image of a Flink application, below {@code root}. */
  static ImageLayout flink(String image, Path contexts, Path root) throws IOException {
    for (String part : List.of("bin", "lib", "plugins")) {
      ImageLayout.link(
          distribution("pyflink").resolve(part),
          root.resolve("opt").resolve("flink").resolve(part));
    }

    return ImageLayout.of(context("flink-base", contexts), root).with(context(image, contexts));
  }

  /** Our image of a Spark job, below {@code root}. */
  static ImageLayout spark(String image, Path contexts, Path root) throws IOException {
    for (String part : List.of("bin", "jars")) {
      ImageLayout.link(
          distribution("pyspark").resolve(part),
          root.resolve("opt").resolve("spark").resolve(part));
    }

    return ImageLayout.of(context(image, contexts), root);
  }

  /** Contexts are written once, whatever number of images begins with them. */
  static Path context(String image, Path contexts) {
    Path context = contexts.resolve(image);
    if (!Files.exists(context)) {
      CommandRun run = CommandRun.of("deploy", "images", image, "--out", contexts.toString()).run();
      if (run.exitCode() != 0) {
        throw new IllegalStateException(run.err());
      }
    }

    return context;
  }

  private static Path distribution(String python) throws IOException {
    Path home =
        new PythonEnvironments(Cache.of(System.getenv()))
            .of("engines", REQUIREMENTS, ProgressListener.SILENT)
            .home();
    try (Stream<Path> versions = Files.list(home.resolve("lib"))) {
      Path version = versions.filter(Files::isDirectory).findFirst().orElseThrow();

      return version.resolve("site-packages").resolve(python);
    }
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** All jars of a folder, by name. */
  static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }
}
