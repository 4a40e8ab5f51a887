package io.freshet.cli.contract.diff;

import io.freshet.core.contract.ContractException;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The contracts to compare with: of another folder, or of the same folder at another commit. */
final class FormerContracts {
  private FormerContracts() {}

  /**
   * Reads them.
   *
   * @param against a folder, or what git takes for a commit
   * @param folder whose state at that commit is wanted
   */
  static Contracts read(String against, Path folder) throws IOException, InterruptedException {
    if (Files.isDirectory(Path.of(against))) {
      return Contracts.read(Path.of(against));
    }
    Path copy = Files.createTempDirectory("freshet-contracts");
    try {
      for (String file : files(against, folder)) {
        Files.write(copy.resolve(file), git(folder, "show", "%s:./%s".formatted(against, file)));
      }

      return Contracts.read(copy);
    } catch (ContractException e) {
      throw new FreshetException(
          Fault.CALLER,
          "The contracts at %s can't be read:%n%s".formatted(against, e.getMessage()),
          e);
    } finally {
      delete(copy);
    }
  }

  /** Of the folder itself, not of folders in it. */
  private static List<String> files(String commit, Path folder)
      throws IOException, InterruptedException {
    String names =
        new String(
            git(folder, "ls-tree", "--name-only", "-z", commit, "./"), StandardCharsets.UTF_8);

    return Stream.of(names.split("\0", -1)).filter(name -> name.endsWith(".yaml")).toList();
  }

  private static byte[] git(Path folder, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile("freshet-git", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectError(errors.toFile())
              .start();
      byte[] output = process.getInputStream().readAllBytes();
      if (process.waitFor() != 0) {
        throw new FreshetException(
            Fault.CALLER,
            "git finds nothing to compare with: %s; name a commit that it knows, or a folder, with --against"
                .formatted(Files.readString(errors).lines().findFirst().orElse("it ended")));
      }

      return output;
    } finally {
      Files.delete(errors);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
