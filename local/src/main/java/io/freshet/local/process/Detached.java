package io.freshet.local.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts processes that outlive their launcher: in a session of their own, so that neither Ctrl-C
 * nor the end of the terminal reaches them, with their output in a log file.
 */
public final class Detached {
  // The process writes its pid before it becomes the program: a launcher that is killed between
  // starting it and noting it down leaves no process that nobody knows. The mask keeps its files
  // from other users; the S3 endpoint even takes one that they may read for a public object.
  private static final String BECOME_THE_PROGRAM =
      "umask 077"
          + " && { echo $$ && cat /proc/sys/kernel/random/boot_id /proc/$$/stat 2>/dev/null || :; }"
          + " > \"$0.new\" && mv \"$0.new\" \"$0\" && exec \"$@\"";

  private static final int LINES_WITH_BIRTH = 3;
  private static final long NOBODY = -1;

  private Detached() {}

  /** Starts it; the log of the run before is kept beside the new one. */
  public static RunningProcess start(Launch launch, Path pidFile, Path log) throws IOException {
    Files.createDirectories(pidFile.getParent());
    Files.createDirectories(launch.folder());
    Files.deleteIfExists(pidFile);
    List<String> command = new ArrayList<>(List.of("setsid", "sh", "-c", BECOME_THE_PROGRAM));
    command.add(pidFile.toString());
    command.addAll(launch.command());

    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(launch.environment());
    builder
        .directory(launch.folder().toFile())
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(RunLog.begin(log));
    Process process = builder.start();

    return RunningProcess.of(process.pid())
        .orElseThrow(() -> new IOException("it ended at once" + LogTail.of(log)));
  }

  /** The process that a pid file speaks of, if it still runs. */
  public static Optional<RunningProcess> noted(Path pidFile) {
    try {
      List<String> lines = Files.readAllLines(pidFile, StandardCharsets.ISO_8859_1);
      long pid = lines.isEmpty() ? NOBODY : Long.parseLong(lines.get(0).strip());
      Instant startedAt = Files.getLastModifiedTime(pidFile).toInstant();
      boolean tellsBirth = lines.size() == LINES_WITH_BIRTH;
      String birth = tellsBirth ? Birth.of(lines.get(1), lines.get(2)) : "";

      return Optional.of(new RunningProcess(pid, startedAt, birth)).filter(RunningProcess::isAlive);
    } catch (IOException | NumberFormatException e) {
      return Optional.empty(); // nothing was started under this name
    }
  }
}
