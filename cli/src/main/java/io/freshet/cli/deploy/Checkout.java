package io.freshet.cli.deploy;

import io.freshet.assurance.change.GitFolder;
import io.freshet.assurance.change.GitFolder.NoAnswerException;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What git says of the project that a release is made of. */
final class Checkout {
  private final GitFolder git;
  private final Path project;

  Checkout(Path project) {
    this.git = new GitFolder(project);
    this.project = project;
  }

  /** The id of what was checked out. */
  String commit() {
    return run("rev-parse", "HEAD").strip();
  }

  /** Files that are not as that commit has them, or that it does not have. */
  List<String> changes() {
    return run("status", "--porcelain").lines().map(line -> line.substring(3)).toList();
  }

  /** The files that git keeps below some folders, or of those names. */
  List<String> files(List<String> paths) {
    String[] arguments =
        Stream.concat(Stream.of("ls-files", "-z", "--"), paths.stream()).toArray(String[]::new);

    return Stream.of(run(arguments).split("\0")).filter(file -> !file.isEmpty()).toList();
  }

  private String run(String... arguments) {
    try {
      return new String(git.run(arguments), StandardCharsets.UTF_8);
    } catch (NoAnswerException none) {
      throw new FreshetException(
          Fault.CALLER,
          "A release is made of a commit, and git says of %s: %s"
              .formatted(project, none.getMessage()),
          none);
    }
  }
}
