package io.freshet.testing.fuzz;

import java.util.List;
import java.util.Map;

/**
 * What a run saw.
 *
 * @param requests sent, those that findings were made smaller with not among them
 * @param byStatus how many answers of each; 0 stands for none
 * @param findings one of each kind and place
 * @param seen how often anything of a kind was seen
 * @param slowestMillis the slowest answer
 */
public record FuzzReport(
    String door,
    long seed,
    int requests,
    Map<Integer, Integer> byStatus,
    List<Finding> findings,
    Map<Finding.Kind, Integer> seen,
    long slowestMillis,
    double seconds) {
  public FuzzReport {
    byStatus = Map.copyOf(byStatus);
    findings = List.copyOf(findings);
    seen = Map.copyOf(seen);
  }

  public boolean ok() {
    return findings.isEmpty();
  }

  /** How often that was seen. */
  public int count(Finding.Kind kind) {
    return seen.getOrDefault(kind, 0);
  }

  /** Answers from that status to another one, both included. */
  public int answers(int from, int to) {
    return byStatus.entrySet().stream()
        .filter(each -> each.getKey() >= from && each.getKey() <= to)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
