package io.freshet.cli.contract.diff;

import io.freshet.assurance.change.GitFolder;
import io.freshet.assurance.change.GitFolder.NoAnswerException;
import io.freshet.core.contract.ContractException;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.fetch.FileTree;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The contracts to compare with: of another folder, or of the same folder at another commit. */
final class FormerContracts {
  private final GitFolder git;
  private final String commit;
  private final Path folder;

  private FormerContracts(GitFolder git, String commit, Path folder) {
    this.git = git;
    this.commit = commit;
    this.folder = folder;
  }

  /**
   * Reads them.
   *
   * @param against a folder, or what git takes for a commit
   * @param folder whose state at that commit is wanted; it is there
   */
  static Contracts read(String against, Path folder) throws IOException {
    return Files.isDirectory(Path.of(against))
        ? Contracts.read(Path.of(against))
        : atCommit("git", against, folder);
  }

  static Contracts atCommit(String git, String commit, Path folder) throws IOException {
    return new FormerContracts(new GitFolder(git, folder), commit, folder).read();
  }

  private Contracts read() throws IOException {
    List<String> files = files();
    if (files.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s has no contracts in %s; name a commit that has them, or another folder, with --against"
              .formatted(commit, folder));
    }
    Path copy = Files.createTempDirectory("freshet-contracts");
    try {
      for (String file : files) {
        Files.write(copy.resolve(file), run("show", "%s:./%s".formatted(commit, file)));
      }

      return Contracts.read(copy);
    } catch (ContractException e) {
      throw new FreshetException(
          Fault.CALLER,
          "The contracts at %s can't be read:%n%s".formatted(commit, findings(e, copy)),
          e);
    } finally {
      FileTree.delete(copy);
    }
  }

  /** By the names that git has for the files. */
  private String findings(ContractException broken, Path copy) {
    return broken.getMessage().replace(copy + File.separator, commit + ":");
  }

  /** Of the folder itself, not of folders in it. */
  private List<String> files() throws IOException {
    String names =
        new String(run("ls-tree", "--name-only", "-z", commit, "./"), StandardCharsets.UTF_8);

    return Stream.of(names.split("\0", -1)).filter(name -> name.endsWith(".yaml")).toList();
  }

  private byte[] run(String... arguments) {
    try {
      return git.run(arguments);
    } catch (NoAnswerException none) {
      throw new FreshetException(
          Fault.CALLER,
          none.isGitThere()
              ? "git finds nothing to compare with: %s; name a commit that it knows, or a folder, with --against"
                  .formatted(none.getMessage())
              : "git can't be run: %s; install it, or name a folder with --against"
                  .formatted(none.getMessage()),
          none);
    }
  }
}
