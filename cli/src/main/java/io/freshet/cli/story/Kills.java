package io.freshet.cli.story;

import io.freshet.local.PartStatus;
import io.freshet.local.Platform;
import java.io.PrintWriter;
import java.util.List;

/** Kills Flink's processes in turn, evenly spread over a run. */
final class Kills {
  private static final List<String> VICTIMS =
      List.of("writer-taskmanager", "writer-jobmanager", "eta-taskmanager", "eta-jobmanager");

  private final int wanted;
  private final Platform platform;
  private final PrintWriter out;
  private int done;

  Kills(int wanted, Platform platform, PrintWriter out) {
    this.wanted = wanted;
    this.platform = platform;
    this.out = out;
  }

  /**
   * Kills when it is time.
   *
   * @param share of the run that is over, 0 to 1
   */
  void due(double share) {
    if (done < wanted && share >= (done + 1.0) / (wanted + 1.0)) {
      String victim = VICTIMS.get(done % VICTIMS.size());
      if (!runs(victim)) {
        return;
      }
      platform.kill(victim);
      out.println("  SIGKILL " + victim);
      out.flush();
      done++;
    }
  }

  private boolean runs(String process) {
    return platform.status().stream()
        .anyMatch(part -> part.name().equals(process) && part.state() == PartStatus.State.RUNNING);
  }

  int left() {
    return wanted - done;
  }
}
