package io.freshet.batch.backfill;

import io.freshet.batch.nightly.QualityRule;
import java.util.List;

/**
 * What became of a partition that was computed.
 *
 * @param violated what it has not passed
 */
record DayOutcome(Kind kind, List<QualityRule.Check> violated) {
  /** How it can end. */
  enum Kind {
    /** On the branch, and checked. */
    DONE,
    /** On the branch, for people to look at. */
    REFUSED,
    /** The inputs hold nothing of it, so what the table has of it stays. */
    LEFT
  }

  static final DayOutcome DONE = new DayOutcome(Kind.DONE, List.of());
  static final DayOutcome LEFT = new DayOutcome(Kind.LEFT, List.of());

  DayOutcome {
    violated = List.copyOf(violated);
  }

  static DayOutcome refused(List<QualityRule.Check> violated) {
    return new DayOutcome(Kind.REFUSED, violated);
  }
}
