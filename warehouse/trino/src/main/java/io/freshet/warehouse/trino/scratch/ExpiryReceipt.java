package io.freshet.warehouse.trino.scratch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What became of each table and view of a plan. */
public record ExpiryReceipt(Map<String, Outcome> outcomes) {
  public ExpiryReceipt {
    outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
  }

  /** What was done. */
  public enum Outcome {
    DROPPED,
    /** Somebody wrote to it after the plan was made, so it stays. */
    CHANGED_MEANWHILE,
    /** Somebody else had dropped it. */
    GONE
  }
}
