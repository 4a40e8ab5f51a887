package io.freshet.batch.backfill;

import io.freshet.batch.nightly.QualityRule;
import java.util.List;

/**
 * What became of a partition that was computed.
 *
 * @param checks what it was held against in this call; none where an earlier one has done it
 */
record DayOutcome(Kind kind, List<QualityRule.Check> checks) {
  /** How it can end. */
  enum Kind {
    /** On the branch, and checked. */
    DONE,
    /** On the branch, for people to look at. */
    REFUSED,
    /** The inputs hold nothing of it, or not all any more: what the table has of it stays. */
    LEFT
  }

  /** By an earlier call. */
  static final DayOutcome DONE = new DayOutcome(Kind.DONE, List.of());

  static final DayOutcome LEFT = new DayOutcome(Kind.LEFT, List.of());

  DayOutcome {
    checks = List.copyOf(checks);
  }

  static DayOutcome checked(List<QualityRule.Check> checks) {
    boolean passed = checks.stream().noneMatch(QualityRule.Check::refuses);

    return new DayOutcome(passed ? Kind.DONE : Kind.REFUSED, checks);
  }

  boolean isDone() {
    return kind == Kind.DONE;
  }

  /** What does not hold of it, whether that refuses it or is only told. */
  List<QualityRule.Check> violated() {
    return checks.stream().filter(check -> check.violation().isPresent()).toList();
  }
}
