package io.freshet.simulator.run;

import java.util.Map;

/**
 * What became of a sink's events, by contract name.
 *
 * @param sent arrived, each counted once: what {@code freshet prove} should find
 * @param refused the contract does not allow them; they went nowhere
 */
public record Deliveries(Map<String, Long> sent, Map<String, Long> refused) {
  public Deliveries {
    sent = Map.copyOf(sent);
    refused = Map.copyOf(refused);
  }

  public long allRefused() {
    return refused.values().stream().mapToLong(Long::longValue).sum();
  }
}
