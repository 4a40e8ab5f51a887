package io.freshet.bench.start;

import io.freshet.bench.ChildProcess;
import io.freshet.bench.SearchPath;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A clone of what is checked out.
 *
 * @param commit the one that is checked out, shortened
 * @param uncommitted how many files of the original differ from it
 * @param seconds that cloning took
 */
public record Checkout(Path folder, String commit, long uncommitted, double seconds) {
  private static final String GIT = "git";
  private static final double NANOS = 1e9;

  /**
   * @param project whose commits are cloned
   * @param folder does not exist yet; the log of what is done lies beside it
   */
  static Checkout clone(Path project, Path folder) {
    requireCommits(project);
    Path log = folder.resolveSibling("git.log");
    long begin = System.nanoTime();
    git(log, "clone", "--quiet", project.toString(), folder.toString());
    double seconds = (System.nanoTime() - begin) / NANOS;

    return new Checkout(
        folder,
        git(log, "-C", folder.toString(), "rev-parse", "--short", "HEAD").strip(),
        git(log, "-C", project.toString(), "status", "--porcelain").lines().count(),
        seconds);
  }

  private static void requireCommits(Path project) {
    if (!SearchPath.has(GIT)) {
      throw new FreshetException(
          Fault.CALLER, "There is no git on the PATH; sudo apt-get install -y git");
    }
    if (!Files.exists(project.resolve(".git"))) {
      throw new FreshetException(
          Fault.CALLER,
          "%s has no commits to clone; measure in a clone of the repository".formatted(project));
    }
  }

  /** What it has said. */
  private static String git(Path log, String... words) {
    List<String> command = new ArrayList<>(List.of(GIT));
    command.addAll(List.of(words));
    try (ChildProcess process = ChildProcess.start(GIT, command, Map.of(), log)) {
      process.await();

      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new FreshetException(Fault.DEPENDENCY, "Cannot read " + log, e);
    }
  }
}
