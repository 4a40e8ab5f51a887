package io.freshet.serving.orders.rules;

import java.util.List;

/** Whether a step may be made. */
public sealed interface Verdict {
  /**
   * It may.
   *
   * @param after how the order stands then
   */
  record Legal(Standing after) implements Verdict {}

  /**
   * It may not.
   *
   * @param detail what was seen and what would be right
   * @param allowed of an illegal step, the states that may follow instead; of a wrong actor, the
   *     kinds that may
   */
  record Refused(Cause cause, String detail, List<String> allowed) implements Verdict {
    public Refused {
      allowed = List.copyOf(allowed);
    }
  }

  /** Why a step may not be made. */
  enum Cause {
    /** From where the order stands nobody can make it. */
    ILLEGAL,
    /** Somebody else can. */
    WRONG_ACTOR,
    /** It is another's order. */
    NOT_THEIRS,
    /** It says too little. */
    INCOMPLETE
  }
}
