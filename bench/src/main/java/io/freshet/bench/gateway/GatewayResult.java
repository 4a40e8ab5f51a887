package io.freshet.bench.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.BenchOutcome;
import io.freshet.bench.Machine;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What the gateway costs.
 *
 * @param runs the bare producer's and another bridge's among them
 * @param brokers what brokers cost by what a contract asks of them; empty unless asked for
 */
public record GatewayResult(
    Machine machine, List<GatewayRun> runs, List<BrokerCost> brokers, List<String> findings)
    implements BenchOutcome {
  public GatewayResult {
    runs = List.copyOf(runs);
    brokers = List.copyOf(brokers);
    findings = List.copyOf(findings);
  }

  @Override
  public String bench() {
    return "gateway";
  }

  /** A run's events per second of processor time, as a part of what the bare producer reaches. */
  public OptionalDouble shareOfTheLimit(GatewayRun run) {
    return runs.stream()
        .filter(GatewayRun::isLimit)
        .filter(limit -> limit.acknowledgement().equals(run.acknowledgement()))
        .filter(limit -> limit.events() > 0 && !run.isLimit())
        .mapToDouble(limit -> run.eventsPerCpuSecond() / limit.eventsPerCpuSecond())
        .findFirst();
  }

  /** How much less processor time brokers take of the second way than of the first. */
  public OptionalDouble spared() {
    return brokers.size() == 2
        ? OptionalDouble.of(
            1 - brokers.get(1).cpuMicrosPerEvent() / brokers.get(0).cpuMicrosPerEvent())
        : OptionalDouble.empty();
  }

  @Override
  public void describe(ObjectNode root) {
    ArrayNode array = root.putArray("runs");
    for (GatewayRun run : runs) {
      ObjectNode node = run.json();
      shareOfTheLimit(run)
          .ifPresent(share -> node.put("share_of_limit", Math.round(share * 1000) / 1000.0));
      array.add(node);
    }
    if (!brokers.isEmpty()) {
      ArrayNode costs = root.putArray("brokers");
      brokers.forEach(cost -> costs.add(cost.json()));
      spared().ifPresent(part -> root.put("brokers_spared", Math.round(part * 1000) / 1000.0));
    }
  }
}
