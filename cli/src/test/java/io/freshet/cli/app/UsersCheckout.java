package io.freshet.cli.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A checkout in which a user may build: that of this build is in use while its tests run. What is
 * installed there goes to a local repository that has all that the user's own has, but nothing of
 * Freshet's.
 */
final class UsersCheckout {
  private static final Path THIS_BUILD = Path.of("..").toAbsolutePath().normalize();
  private static final Set<String> LEFT_BEHIND =
      Set.of(
          "target", ".git", ".freshet", ".freshet-bench", ".venv", "node_modules", "__pycache__");
  private static final long PATIENCE_MINUTES = 10;

  private final Path folder;
  private final Path output;
  private final Map<String, String> environment = new HashMap<>();

  private UsersCheckout(Path folder, Path output) {
    this.folder = folder;
    this.output = output;
  }

  /**
   * @param parent a folder of the test's own
   */
  static UsersCheckout in(Path parent) throws IOException {
    Path repository = Files.createDirectory(parent.resolve("repository"));
    linkAll(usersRepository(), repository, "io");
    linkAll(
        usersRepository().resolve("io"),
        Files.createDirectory(repository.resolve("io")),
        "freshet");
    Path folder = parent.resolve("checkout");
    copySources(folder);
    String before = System.getenv().getOrDefault("MAVEN_OPTS", "");

    return new UsersCheckout(folder, parent.resolve("output"))
        .with("JAVA_HOME", System.getProperty("java.home"))
        .with("MAVEN_OPTS", before + " -Dmaven.repo.local=" + repository);
  }

  /** Surefire tells it. */
  private static Path usersRepository() {
    String byDefault = Path.of(System.getProperty("user.home"), ".m2", "repository").toString();

    return Path.of(System.getProperty("localRepository", byDefault)).toAbsolutePath();
  }

  private static void linkAll(Path from, Path to, String except) throws IOException {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.filter(each -> !each.endsWith(except)).toList()) {
        Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
      }
    }
  }

  private static void copySources(Path to) throws IOException {
    Files.walkFileTree(
        THIS_BUILD,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            if (isLeftBehind(directory)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(THIS_BUILD.relativize(directory)));

            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!isLeftBehind(file)) {
              Files.copy(file, to.resolve(THIS_BUILD.relativize(file)));
            }

            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** By builds, tests and git. */
  private static boolean isLeftBehind(Path path) {
    return LEFT_BEHIND.contains(path.getFileName().toString());
  }

  UsersCheckout with(String variable, String value) {
    environment.put(variable, value);

    return this;
  }

  Path folder() {
    return folder;
  }

  /** The command, in the checkout's root; without the script, which would build all modules. */
  String freshet(String... words) throws Exception {
    return run(folder, folder, command(words));
  }

  /** The command that starts the modules of this build. */
  String freshetOfThisBuild(String... words) throws Exception {
    return run(THIS_BUILD, THIS_BUILD, command(words));
  }

  private static List<String> command(String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.freshet.cli.Freshet"));
    command.addAll(List.of(words));

    return command;
  }

  /** A line as a user types it in that folder. */
  String shell(Path directory, String line) throws Exception {
    return run(directory, folder, List.of("bash", "-c", line));
  }

  /** All that it prints; fails unless it ends well. */
  private String run(Path directory, Path home, List<String> command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("FRESHET_HOME", home.toString());
    Process process = builder.start();
    try {
      boolean isOver = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
      String printed = Files.readString(output);
      assertThat(isOver).as(printed).isTrue();
      assertThat(process.exitValue()).as(printed).isZero();

      return printed;
    } finally {
      process.destroyForcibly();
    }
  }
}
