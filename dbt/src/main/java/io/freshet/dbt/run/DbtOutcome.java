package io.freshet.dbt.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Fault;
import java.util.List;
import java.util.Optional;

/**
 * How a run of dbt ended.
 *
 * @param fault empty when all went well
 * @param explanations what dbt does not know: whose contract, which version, what to do
 * @param result for machines
 */
public record DbtOutcome(Optional<Fault> fault, List<String> explanations, ObjectNode result) {
  public DbtOutcome {
    explanations = List.copyOf(explanations);
  }

  public int exitCode() {
    return fault.map(Fault::exitCode).orElse(0);
  }
}
