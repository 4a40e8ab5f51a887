package io.freshet.bench.query;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.Run.Standing;
import java.util.List;

/**
 * One question, asked of one table again and again.
 *
 * @param wallSeconds of each time it was asked, in order
 * @param cpuSeconds of all times together
 * @param bytesRead by one of them: the most
 */
public record QueryRun(
    String question,
    String layout,
    Standing standing,
    List<Double> wallSeconds,
    double cpuSeconds,
    long bytesRead) {
  private static final double MILLIS = 1e3;

  public QueryRun {
    wallSeconds = List.copyOf(wallSeconds);
  }

  public int times() {
    return wallSeconds.size();
  }

  /**
   * Nearest rank.
   *
   * @param share such as 0.5
   */
  public double wallMillis(double share) {
    List<Double> sorted = wallSeconds.stream().sorted().toList();
    int rank = (int) Math.ceil(share * sorted.size());

    return sorted.get(Math.max(0, rank - 1)) * MILLIS;
  }

  public double cpuMillisEach() {
    return cpuSeconds / times() * MILLIS;
  }

  public ObjectNode json() {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", question + ", " + layout)
            .put("question", question)
            .put("layout", layout)
            .put("peer", standing == Standing.PEER)
            .put("operations", times())
            .put("cpu_seconds", Math.round(cpuSeconds * 100) / 100.0)
            .put(
                "wall_seconds",
                Math.round(wallSeconds.stream().mapToDouble(t -> t).sum() * 100) / 100.0);
    node.putObject("latency_ms").put("p50", Math.round(wallMillis(0.5)));

    return node.put("bytes_read", bytesRead);
  }
}
