package io.freshet.ingestion.sqlapps.plan;

import java.util.List;

/**
 * One node of a plan.
 *
 * @param id the same wherever the same is done with the same input; names its state
 * @param kind such as {@code group-window-aggregate}
 * @param description Flink's words for what it does
 * @param memory what it keeps between rows
 * @param inputs ids
 */
public record Operator(long id, String kind, String description, Memory memory, List<Long> inputs) {
  public Operator {
    inputs = List.copyOf(inputs);
  }

  /** What a checkpoint holds of an operator. */
  public enum Memory {
    /** Nothing. */
    NONE,
    /** Rows of the time before, as long as the query itself needs them. */
    BOUNDED,
    /** Rows of the time before, as long as {@code stateTtl} says. */
    UNTIL_TTL,
    /** Rows of the time before, for ever. */
    FOR_EVER
  }

  public boolean isStateful() {
    return memory != Memory.NONE;
  }
}
