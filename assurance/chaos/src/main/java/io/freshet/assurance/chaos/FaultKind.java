package io.freshet.assurance.chaos;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * One kind of fault: what is done, and what may and must come of it.
 *
 * @param name as options and reports have it: {@code kafka-killed}
 * @param doing what is done to the platform
 * @param mayFollow what is no failure while it lasts and shortly after
 * @param mustHold what has to be true in the end, beside what {@link Group#mustHold} says
 * @param undone how it ends
 * @param shortest how long it lasts at least
 * @param longest how long it lasts at most; what it takes to be undone comes on top
 * @param onlyIfNamed whether a schedule has it only where somebody names it: it costs much
 */
public record FaultKind(
    String name,
    Group group,
    String doing,
    String mayFollow,
    String mustHold,
    String undone,
    Duration shortest,
    Duration longest,
    boolean onlyIfNamed) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  public FaultKind {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "A fault is called '%s'; it must be lower-case words with hyphens between"
              .formatted(name));
    }
    if (shortest.isNegative() || longest.compareTo(shortest) < 0) {
      throw new IllegalArgumentException(
          "%s lasts from %s to %s; it must be 0 s or longer, and not end before it begins"
              .formatted(name, shortest, longest));
    }
  }

  /** The same kind, which comes only where somebody names it. */
  FaultKind onlyWhenNamed() {
    return new FaultKind(name, group, doing, mayFollow, mustHold, undone, shortest, longest, true);
  }

  /** Kinds that are struck in the same way. */
  public enum Group {
    /** A process dies or falls asleep. */
    PROCESS("what answered before it is as it was: nothing acknowledged is lost"),
    /** All connections to one server suffer. */
    NETWORK("whoever was cut off goes on by itself"),
    /** Chosen requests to store or catalog are answered wrongly, before or after they apply. */
    ANSWER("no file of a commit is gone, and no commit is there twice"),
    /** What is sent. */
    TRAFFIC("each sound event is a row once, each other one a dead letter once, with its cause"),
    /** What operators do, rightly or wrongly, beside traffic. */
    OPERATION("no row is lost or doubled, and no writer needs more than its runbook says");

    private final String mustHold;

    Group(String mustHold) {
      this.mustHold = mustHold;
    }

    /** What must be true in the end of each kind of the group. */
    public String mustHold() {
      return mustHold;
    }

    /** Whether these come beside those of the other groups, which wait for each other. */
    public boolean isBeside() {
      return this == TRAFFIC;
    }
  }
}
