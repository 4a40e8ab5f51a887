package io.freshet.console.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What Flink says of its jobs.
 *
 * @param away JobManagers that do not answer, by name, and why
 * @param asked the names of all that were asked
 * @param withoutTaskManager those of them that have a job and nobody to run it: no TaskManager has
 *     registered
 */
public record FlinkFacts(
    List<Job> jobs,
    List<Vertex> vertices,
    Map<String, String> away,
    List<String> asked,
    List<String> withoutTaskManager) {
  public FlinkFacts {
    jobs = List.copyOf(jobs);
    vertices = List.copyOf(vertices);
    away = Map.copyOf(away);
    asked = List.copyOf(asked);
    withoutTaskManager = List.copyOf(withoutTaskManager);
  }

  /**
   * One job.
   *
   * @param state such as {@code RUNNING}
   * @param restarts since its JobManager started; empty where not known
   * @param checkpoints empty where it makes none
   */
  public record Job(
      String name, String state, OptionalLong restarts, Optional<Checkpoints> checkpoints) {
    public boolean isRunning() {
      return state.equals("RUNNING");
    }
  }

  /**
   * Its checkpoints since its JobManager started.
   *
   * @param newest the last one that went well
   */
  public record Checkpoints(long completed, long failed, Optional<Checkpoint> newest) {}

  /**
   * One that went well.
   *
   * @param at when it was complete
   * @param took from its trigger until then
   */
  public record Checkpoint(Instant at, Duration took, long bytes) {}

  /**
   * One step of a job.
   *
   * @param state of the job, such as {@code RUNNING}
   * @param busy of its busiest subtask, in percent of the time; below zero where not known
   * @param backPressured of the subtask that is held up the longest, likewise
   * @param rates of all its subtasks together
   */
  public record Vertex(
      String job,
      String state,
      String name,
      int parallelism,
      int busy,
      int backPressured,
      Rates rates) {
    /** Whether what comes behind it is slower than it. */
    public boolean isHeldUp() {
      return backPressured >= MUCH;
    }

    private static final int MUCH = 50;
  }

  /**
   * Records a second; empty where not known. What a source reads and a sink writes outside of Flink
   * is in neither.
   */
  public record Rates(OptionalDouble in, OptionalDouble out) {}

  public boolean isHeldUp() {
    return vertices.stream().anyMatch(Vertex::isHeldUp);
  }

  /** The names of jobs that do not run, as they fail, restart or wait for slots. */
  public List<String> standing() {
    return jobs.stream().filter(job -> !job.isRunning()).map(Job::name).toList();
  }

  /** Whether no JobManager answers, of one or more: then nothing is known of any job. */
  public boolean isSilent() {
    return !asked.isEmpty() && away.keySet().containsAll(asked);
  }

  /** Whether each JobManager answers, and each job runs and has somebody to run it. */
  public boolean isWell() {
    return away.isEmpty() && standing().isEmpty() && withoutTaskManager.isEmpty();
  }
}
