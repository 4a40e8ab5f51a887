package io.freshet.orchestration.airflow;

import io.freshet.orchestration.airflow.generated.model.DAGResponse;
import java.util.List;

/**
 * A DAG that Airflow has read.
 *
 * @param daily whether each of its runs computes one day, named by the run's partition key
 * @param clocked whether a clock starts it, so that Airflow itself can run it for a past stretch
 */
public record Dag(String id, boolean paused, boolean daily, boolean clocked, List<String> owners) {
  public Dag {
    owners = List.copyOf(owners);
  }

  static Dag of(DAGResponse dag) {
    return new Dag(
        dag.getDagId(),
        dag.getIsPaused(),
        dag.getTimetablePartitioned(),
        dag.getTimetablePeriodic(),
        dag.getOwners());
  }
}
