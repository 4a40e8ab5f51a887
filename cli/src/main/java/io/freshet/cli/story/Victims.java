package io.freshet.cli.story;

import io.freshet.local.PartStatus;
import io.freshet.local.Platform;
import java.io.PrintWriter;
import java.util.List;

/** Kills processes of a platform with SIGKILL, and says so. */
final class Victims {
  static final String WRITER_TASKMANAGER = "writer-taskmanager";
  static final String WRITER_JOBMANAGER = "writer-jobmanager";
  static final String ETA_TASKMANAGER = "eta-taskmanager";
  static final String ETA_JOBMANAGER = "eta-jobmanager";

  static final List<String> FLINK =
      List.of(WRITER_TASKMANAGER, WRITER_JOBMANAGER, ETA_TASKMANAGER, ETA_JOBMANAGER);

  private final Platform platform;
  private final PrintWriter out;

  Victims(Platform platform, PrintWriter out) {
    this.platform = platform;
    this.out = out;
  }

  /** Answers whether it was there to be killed. */
  boolean kill(String process) {
    boolean runs =
        platform.status().stream()
            .anyMatch(
                part -> part.name().equals(process) && part.state() == PartStatus.State.RUNNING);
    if (runs) {
      platform.kill(process);
      out.println("  SIGKILL " + process);
      out.flush();
    }

    return runs;
  }
}
