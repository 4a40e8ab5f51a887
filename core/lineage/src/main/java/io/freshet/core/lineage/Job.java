package io.freshet.core.lineage;

import java.util.List;

/**
 * A job that runs until it is stopped, with all that it reads and writes.
 *
 * @param purpose what it does, for people
 */
public record Job(String name, String purpose, List<Dataset> inputs, List<Dataset> outputs) {
  /** The namespace of all our jobs; Airflow's and dbt's are told under the same one. */
  static final String NAMESPACE = "freshet";

  public Job {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
