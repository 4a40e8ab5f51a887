package io.freshet.local.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The system's own pip: fetches single wheels, and knows from which index its user fetches. */
final class Pip {
  private static final String INDEX = "global.index-url='";

  private Pip() {}

  /** Unpacks wheels, without what they depend on, into a folder. */
  static void install(String pinnedRequirements, Path folder)
      throws IOException, InterruptedException {
    Path requirements = folder.resolve("requirements.txt");
    Files.writeString(requirements, pinnedRequirements);
    List<String> command =
        List.of(
            "python3",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--only-binary=:all:",
            "--require-hashes",
            "--target=" + folder,
            "--requirement=" + requirements);
    Commands.run(command, folder, line -> {});
    Files.delete(requirements);
  }

  /** The package index of the user's configuration, where it is not the usual one. */
  static Optional<String> index(Path folder) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    Commands.run(List.of("python3", "-m", "pip", "config", "list"), folder, lines::add);

    return lines.stream()
        .filter(line -> line.startsWith(INDEX))
        .map(line -> line.substring(INDEX.length(), line.length() - 1))
        .findFirst();
  }
}
