package io.freshet.assurance.change;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder as git knows it, which is only read. Thread-safe. */
public final class GitFolder {
  private static final String FIELDS = "%H%x09%cI%x09%s";

  private final String git;
  private final Path folder;

  public GitFolder(Path folder) {
    this("git", folder);
  }

  /**
   * @param git the program
   * @param folder that is there, in a repository or not
   */
  public GitFolder(String git, Path folder) {
    this.git = git;
    this.folder = folder;
  }

  /** What changed a file. */
  public record Commit(String id, Instant at, String subject) {
    private static final int SHORT = 8;

    static Commit parse(String line) {
      String[] fields = line.split("\t", 3);

      return new Commit(fields[0], OffsetDateTime.parse(fields[1]).toInstant(), fields[2]);
    }

    public String shortId() {
      return id.substring(0, Math.min(SHORT, id.length()));
    }
  }

  /** Why git has no answer. */
  public static final class NoAnswerException extends Exception {
    private final boolean isThere;

    NoAnswerException(String why, boolean isThere, Throwable cause) {
      super(why, cause);
      this.isThere = isThere;
    }

    /** Whether there is a git that said so. */
    public boolean isGitThere() {
      return isThere;
    }
  }

  /** Whether git keeps that file of the folder; not where there is no git. */
  public boolean knows(String file) {
    try {
      return run("ls-files", "--", file).length > 0;
    } catch (NoAnswerException none) {
      return false;
    }
  }

  /**
   * The commits that changed a file of the folder, the newest first.
   *
   * @param most so many at most
   */
  public List<Commit> commits(String file, int most) {
    try {
      String lines =
          new String(
              run("log", "-n", Integer.toString(most), "--format=" + FIELDS, "--", file),
              StandardCharsets.UTF_8);

      return Stream.of(lines.split("\n"))
          .filter(line -> !line.isEmpty())
          .map(Commit::parse)
          .toList();
    } catch (NoAnswerException none) {
      throw new FreshetException(
          Fault.CALLER, "git can't tell of %s: %s".formatted(file, none.getMessage()), none);
    }
  }

  /** A file of the folder as that commit left it; empty where the commit took it away. */
  public Optional<String> text(Commit commit, String file) {
    try {
      return Optional.of(
          new String(run("show", "%s:./%s".formatted(commit.id(), file)), StandardCharsets.UTF_8));
    } catch (NoAnswerException gone) {
      return Optional.empty();
    }
  }

  /**
   * What git prints.
   *
   * @throws NoAnswerException with git's words, where it refuses or is not there
   */
  public byte[] run(String... arguments) throws NoAnswerException {
    List<String> command = new ArrayList<>(List.of(git));
    command.addAll(List.of(arguments));
    try {
      Path errors = Files.createTempFile("freshet-git", ".log");
      try {
        Process process = start(command, errors);
        byte[] output = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
          throw new NoAnswerException(
              Files.readString(errors).lines().findFirst().orElse("it ended"), true, null);
        }

        return output;
      } finally {
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "Cannot keep what git says: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.DEPENDENCY, "Stopped while git was asked", e);
    }
  }

  private Process start(List<String> command, Path errors) throws NoAnswerException {
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectError(errors.toFile())
          .start();
    } catch (IOException e) {
      throw new NoAnswerException(e.getMessage(), false, e);
    }
  }
}
