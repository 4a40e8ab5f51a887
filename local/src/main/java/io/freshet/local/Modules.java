package io.freshet.local;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The project's modules as Maven has built them; each runs from its own class path.
 *
 * @param project the folder of the root pom
 */
public record Modules(Path project) {
  private static final String SPARK = "batch/spark-jobs";
  private static final List<String> SPARK_JARS =
      List.of("iceberg-spark-runtime-", "iceberg-aws-bundle-");

  /** {@code FRESHET_HOME}, or the project that {@code folder} lies in. */
  public static Modules around(Path folder, Map<String, String> environment) {
    String home = environment.get("FRESHET_HOME");
    Path candidate = home == null ? folder.toAbsolutePath() : Path.of(home).toAbsolutePath();
    while (candidate != null) {
      if (Files.exists(candidate.resolve("core").resolve("toolkit").resolve("pom.xml"))) {
        return new Modules(candidate);
      }
      candidate = candidate.getParent();
    }
    throw new FreshetException(
        Fault.CALLER,
        "%s lies in no checkout of Freshet; go to one, or point FRESHET_HOME to it"
            .formatted(home == null ? folder : home));
  }

  public Path target(String module) {
    return project.resolve(module).resolve("target");
  }

  /** The class path of a module that runs as a process. */
  public String classPath(String module) {
    Path classes = target(module).resolve("classes");
    Path dependencies = target(module).resolve("classpath");
    if (!Files.exists(dependencies)) {
      throw new FreshetException(
          Fault.CALLER,
          "%s is not built: %s is missing; run mvn -q process-classes in %s"
              .formatted(module, project.relativize(dependencies), project));
    }
    try {
      return classes + File.pathSeparator + Files.readString(dependencies).strip();
    } catch (IOException e) {
      throw new FreshetException(Fault.DEPENDENCY, "Cannot read " + dependencies, e);
    }
  }

  /**
   * The command that runs a module's main class by this process's own Java; whoever asks may add to
   * it.
   *
   * @param options of the JVM, such as {@code -Xmx256m}
   */
  public List<String> java(
      String module, List<String> options, String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(module), mainClass));
    command.addAll(List.of(arguments));

    return command;
  }

  /**
   * The jars that let anybody's Spark read and write our tables, the same as our jobs run with;
   * with a comma between, as {@code spark.jars} wants them.
   */
  public String icebergForSpark() {
    List<String> jars =
        Stream.of(classPath(SPARK).split(File.pathSeparator))
            .filter(
                jar ->
                    SPARK_JARS.stream().anyMatch(Path.of(jar).getFileName().toString()::startsWith))
            .toList();
    if (jars.size() != SPARK_JARS.size()) {
      throw new FreshetException(
          Fault.OURS,
          "The class path of %s must hold %s; of these it holds: %s"
              .formatted(SPARK, String.join("*.jar and ", SPARK_JARS) + "*.jar", jars));
    }

    return String.join(",", jars);
  }
}
