package io.freshet.assurance.change;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A folder as git knows it, which is only read, and within bounds. Thread-safe. */
public final class GitFolder {
  private static final String FIELDS = "%H%x09%cI%x09%s";

  // It answers within a second; one that waits for a server or a lock may never do.
  private static final Duration TIME_LIMIT = Duration.ofSeconds(30);
  private static final int LARGEST_BYTES = 4 << 20;

  private final String git;
  private final Path folder;
  private final Duration timeLimit;

  public GitFolder(Path folder) {
    this("git", folder);
  }

  /**
   * @param git the program
   * @param folder that is there, in a repository or not
   */
  public GitFolder(String git, Path folder) {
    this(git, folder, TIME_LIMIT);
  }

  GitFolder(String git, Path folder, Duration timeLimit) {
    this.git = git;
    this.folder = folder;
    this.timeLimit = timeLimit;
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
   * @throws FreshetException when it takes too long, or prints too much
   */
  public byte[] run(String... arguments) throws NoAnswerException {
    List<String> command = new ArrayList<>(List.of(git));
    command.addAll(List.of(arguments));
    try {
      Path errors = Files.createTempFile("freshet-git", ".log");
      try {
        return answer(start(command, errors), errors);
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

  private byte[] answer(Process process, Path errors)
      throws NoAnswerException, IOException, InterruptedException {
    CompletableFuture<Boolean> isLate =
        process
            .onExit()
            .orTimeout(timeLimit.toMillis(), TimeUnit.MILLISECONDS)
            .handle(
                (ended, late) -> {
                  kill(process);

                  return late != null;
                });
    try {
      byte[] output = process.getInputStream().readNBytes(LARGEST_BYTES + 1);
      if (output.length > LARGEST_BYTES) {
        throw new FreshetException(
            Fault.CALLER,
            "git prints more than %d MB of %s, which is no contract"
                .formatted(LARGEST_BYTES >> 20, folder));
      }
      int exitCode = process.waitFor();
      if (isLate.join()) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "git gave no answer in %s within %s".formatted(folder, Durations.print(timeLimit)));
      }
      if (exitCode != 0) {
        throw new NoAnswerException(
            Files.readString(errors).lines().findFirst().orElse("it ended"), true, null);
      }

      return output;
    } finally {
      kill(process);
    }
  }

  /** With what it has started: that may hold its output open. */
  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    // Not by the process itself, which would close the output that is being read.
    process.toHandle().destroyForcibly();
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
