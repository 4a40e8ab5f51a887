package io.freshet.local.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The system's own pip: fetches single wheels, and knows from which index its user fetches. */
final class Pip {
  /** Where an index can be set, what counts most first; as pip itself weighs them. */
  private static final List<String> SECTIONS = List.of(":env:", "install", "global");

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

    return index(lines);
  }

  /** From {@code pip config list}, whose values are quoted as Python quotes them. */
  static Optional<String> index(List<String> configuration) {
    return SECTIONS.stream()
        .map(section -> section + ".index-url=")
        .flatMap(
            key ->
                configuration.stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(key.length() + 1, line.length() - 1)))
        .findFirst();
  }
}
