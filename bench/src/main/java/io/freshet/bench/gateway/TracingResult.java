package io.freshet.bench.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.BenchOutcome;
import io.freshet.bench.Latency;
import io.freshet.bench.Machine;
import java.util.List;
import java.util.stream.IntStream;

/** What tracing costs a gateway. */
public record TracingResult(Machine machine, List<Way> ways, List<String> findings)
    implements BenchOutcome {
  public TracingResult {
    ways = List.copyOf(ways);
    findings = List.copyOf(findings);
  }

  /**
   * Requests of one shape, with one share of them traced.
   *
   * @param sampleRatio of requests that are traced; not a number where there is no collector
   * @param rounds at least one, in the order of their time
   * @param spanBytes that the collector got in all rounds
   */
  public record Way(String shape, double sampleRatio, List<Round> rounds, long spanBytes) {
    public Way {
      rounds = List.copyOf(rounds);
    }

    /** Whether the others are held against it. */
    public boolean isOff() {
      return Double.isNaN(sampleRatio);
    }

    public double cpuMicrosPerEvent() {
      return median(rounds.stream().map(Round::cpuMicrosPerEvent).toList());
    }

    public double p99() {
      return median(rounds.stream().map(round -> round.latency().p99()).toList());
    }
  }

  /**
   * One load.
   *
   * @param cpuMicrosPerEvent of the gateway's process
   */
  public record Round(double cpuMicrosPerEvent, Latency latency) {}

  /**
   * By what part more processor time an event took than without a collector: of each round by
   * itself, smallest first. Those of a way without a collector are 0.
   */
  public List<Double> overheads(Way way) {
    Way off =
        ways.stream()
            .filter(other -> other.isOff() && other.shape().equals(way.shape()))
            .findFirst()
            .orElseThrow();

    return IntStream.range(0, way.rounds().size())
        .mapToObj(
            round ->
                way.rounds().get(round).cpuMicrosPerEvent()
                        / off.rounds().get(round).cpuMicrosPerEvent()
                    - 1)
        .sorted()
        .toList();
  }

  /** The median of {@link #overheads}. */
  public double overhead(Way way) {
    return median(overheads(way));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  @Override
  public String bench() {
    return "tracing";
  }

  @Override
  public void describe(ObjectNode root) {
    ArrayNode array = root.putArray("runs");
    for (Way way : ways) {
      List<Double> overheads = overheads(way);
      ObjectNode node =
          array
              .addObject()
              .put("name", way.shape())
              .put("peer", way.isOff())
              .put("sample_ratio", way.isOff() ? null : Double.valueOf(way.sampleRatio()))
              .put("cpu_micros_per_operation", way.cpuMicrosPerEvent())
              .put("overhead", overhead(way))
              .put("span_bytes", way.spanBytes());
      ArrayNode rounds = node.putArray("overheads");
      overheads.forEach(rounds::add);
      node.putObject("latency_ms").put("p99", way.p99());
    }
  }
}
