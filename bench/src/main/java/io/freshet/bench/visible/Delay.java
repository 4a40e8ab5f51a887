package io.freshet.bench.visible;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.Run.Standing;
import java.util.List;

/**
 * How long after a commit something showed it, for each commit that was watched.
 *
 * @param name what showed it
 * @param standing a peer is the least that it can be
 * @param seconds in the order of the commits
 */
public record Delay(String name, Standing standing, List<Double> seconds) {
  public Delay {
    seconds = List.copyOf(seconds);
  }

  /**
   * Nearest rank; not a number where nothing was seen.
   *
   * @param share such as 0.5
   */
  public double seconds(double share) {
    List<Double> sorted = seconds.stream().sorted().toList();
    int rank = (int) Math.ceil(share * sorted.size());

    return sorted.isEmpty() ? Double.NaN : sorted.get(Math.max(0, rank - 1));
  }

  ObjectNode json() {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", name)
            .put("peer", standing == Standing.PEER)
            .put("operations", seconds.size());
    if (!seconds.isEmpty()) {
      node.putObject("latency_ms")
          .put("p50", Math.round(seconds(0.5) * 1e3))
          .put("max", Math.round(seconds(1) * 1e3));
    }

    return node;
  }
}
