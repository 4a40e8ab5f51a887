package io.freshet.bench.start;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.BenchOutcome;
import io.freshet.bench.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a newcomer waits for.
 *
 * @param commit that was cloned
 * @param uncommitted how many files that were not committed are not in it
 */
public record StartResult(Machine machine, String commit, long uncommitted, List<Start> runs)
    implements BenchOutcome {
  /** Within which whoever has just cloned is to look at live data. */
  public static final Duration PROMISED = Duration.ofMinutes(10);

  public StartResult {
    runs = List.copyOf(runs);
  }

  @Override
  public String bench() {
    return "start";
  }

  @Override
  public List<String> findings() {
    List<String> findings = new ArrayList<>();
    for (Start run : runs) {
      String name = run.kind().label();
      if (run.step(StartStep.LIVE).isEmpty()) {
        findings.add("%s: no page showed this start's pings before it was over".formatted(name));
      }
      if (run.step(StartStep.HELD).isEmpty()) {
        findings.add("%s: the demo did not say that everything held".formatted(name));
      }
      if (run.kind() == StartKind.COLD && !EmptyCaches.wereUsed(run.cacheBytes())) {
        findings.add(
            "%s: Maven's cache or Freshet's is empty still, so others were used: %s"
                .formatted(name, run.cacheBytes()));
      }
    }

    return List.copyOf(findings);
  }

  @Override
  public void describe(ObjectNode root) {
    root.put("commit", commit)
        .put("uncommitted_files", uncommitted)
        .put("promised_seconds", PROMISED.toSeconds());
    ArrayNode array = root.putArray("runs");
    runs.forEach(run -> array.add(run.json()));
  }
}
