package io.freshet.console.pipeline;

import java.util.List;
import java.util.Map;

/**
 * What Flink says of its jobs.
 *
 * @param away JobManagers that do not answer, and why
 * @param asked how many JobManagers are named
 */
public record FlinkFacts(List<Vertex> vertices, Map<String, String> away, int asked) {
  public FlinkFacts {
    vertices = List.copyOf(vertices);
    away = Map.copyOf(away);
  }

  /**
   * One step of a job.
   *
   * @param state of the job, such as {@code RUNNING}
   * @param busy of its busiest subtask, in percent of the time; below zero where not known
   * @param backPressured of the subtask that is held up the longest, likewise
   */
  public record Vertex(
      String job, String state, String name, int parallelism, int busy, int backPressured) {
    /** Whether what comes behind it is slower than it. */
    public boolean isHeldUp() {
      return backPressured >= MUCH;
    }

    private static final int MUCH = 50;
  }

  public boolean isHeldUp() {
    return vertices.stream().anyMatch(Vertex::isHeldUp);
  }
}
