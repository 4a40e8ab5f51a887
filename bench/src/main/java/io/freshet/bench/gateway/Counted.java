package io.freshet.bench.gateway;

/** Reads the gateway's own count of events out of its OpenMetrics. */
final class Counted {
  private static final String EVENTS = "freshet_gateway_events_total{";

  private Counted() {}

  /** Events of a contract that are stored or taken. */
  static long sum(String metrics, String contract) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(EVENTS))
        .filter(line -> line.contains("contract=\"%s\"".formatted(contract)))
        .filter(line -> line.contains("outcome=\"stored\"") || line.contains("outcome=\"taken\""))
        .mapToLong(line -> (long) Double.parseDouble(line.replaceAll(".*} ", "").split(" ")[0]))
        .sum();
  }
}
