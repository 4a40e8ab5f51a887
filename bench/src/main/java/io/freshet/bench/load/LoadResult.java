package io.freshet.bench.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.BenchOutcome;
import io.freshet.bench.Machine;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Steady traffic, minute by minute.
 *
 * @param pings that came to the log
 * @param seconds from the first event to the last
 * @param drainSeconds from the last event until everything was in a commit and behind a checkpoint
 * @param cpuSeconds of each process while events came, by its name
 */
public record LoadResult(
    Machine machine,
    List<Minute> minutes,
    long pings,
    double seconds,
    double drainSeconds,
    Map<String, Double> cpuSeconds,
    List<String> findings)
    implements BenchOutcome {
  public LoadResult {
    minutes = List.copyOf(minutes);
    cpuSeconds = new TreeMap<>(cpuSeconds);
    findings = List.copyOf(findings);
  }

  @Override
  public String bench() {
    return "load";
  }

  public double pingsPerSecond() {
    return pings / seconds;
  }

  @Override
  public void describe(ObjectNode root) {
    root.put("pings", pings)
        .put("pings_per_second", Math.round(pingsPerSecond()))
        .put("seconds", hundredths(seconds))
        .put("drain_seconds", hundredths(drainSeconds));
    ObjectNode cpu = root.putObject("cpu_seconds");
    cpuSeconds.forEach((process, spent) -> cpu.put(process, hundredths(spent)));
    ArrayNode runs = root.putArray("runs");
    minutes.forEach(minute -> runs.add(minute.json()));
  }

  private static double hundredths(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
