package io.freshet.bench.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.BenchOutcome;
import io.freshet.bench.Machine;
import io.freshet.bench.serve.push.PushRun;
import io.freshet.bench.serve.reads.ReadRun;
import io.freshet.bench.serve.state.StateRun;
import io.freshet.bench.serve.steps.StepsRun;
import java.util.List;
import java.util.Optional;

/**
 * What serving orders' states costs, and how long it takes. Parts that were left out are empty.
 *
 * @param push at one rate each
 * @param reads ours first
 */
public record ServeResult(
    Machine machine,
    List<PushRun> push,
    List<ReadRun> reads,
    Optional<StateRun> state,
    Optional<StepsRun> steps,
    List<String> findings)
    implements BenchOutcome {
  public ServeResult {
    push = List.copyOf(push);
    reads = List.copyOf(reads);
    findings = List.copyOf(findings);
  }

  @Override
  public String bench() {
    return "serve";
  }

  @Override
  public void describe(ObjectNode root) {
    ArrayNode runs = root.putArray("runs");
    for (PushRun run : push) {
      runs.add(run.json());
      runs.add(run.limitJson());
    }
    reads.forEach(run -> runs.add(run.json()));
    state.ifPresent(run -> runs.add(run.json()));
    steps.ifPresent(run -> runs.add(run.json()));
  }
}
