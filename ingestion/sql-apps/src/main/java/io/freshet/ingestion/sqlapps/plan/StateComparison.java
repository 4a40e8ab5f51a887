package io.freshet.ingestion.sqlapps.plan;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What becomes of the running version's state under another one.
 *
 * @param restored names of what is found again, with what it is
 * @param lost what the other version has no use for
 * @param fresh what begins empty
 */
public record StateComparison(
    Map<String, String> restored, Map<String, String> lost, Map<String, String> fresh) {
  /** What the comparison comes to. */
  public enum Verdict {
    /** Nothing runs that could lose anything. */
    FIRST,
    /** All state is found again. */
    RESTORED,
    /** Some state has no place any more; Flink would refuse to go on from it. */
    LOST
  }

  public static StateComparison of(OperatorPlan running, OperatorPlan next) {
    Map<String, String> before = running.memories();
    Map<String, String> after = next.memories();
    Map<String, String> restored = new LinkedHashMap<>(after);
    restored.keySet().retainAll(before.keySet());
    Map<String, String> lost = new LinkedHashMap<>(before);
    lost.keySet().removeAll(after.keySet());
    Map<String, String> fresh = new LinkedHashMap<>(after);
    fresh.keySet().removeAll(before.keySet());

    return new StateComparison(restored, lost, fresh);
  }

  /** Where nothing runs. */
  public static StateComparison first(OperatorPlan next) {
    return new StateComparison(Map.of(), Map.of(), next.memories());
  }

  public Verdict verdict() {
    if (!lost.isEmpty()) {
      return Verdict.LOST;
    }

    return restored.isEmpty() ? Verdict.FIRST : Verdict.RESTORED;
  }
}
