package io.freshet.serving.eta.dasher;

import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;

/**
 * Whether a dasher is on line, and whether it has something to do. A state machine over event time
 * without a clock: it is told what happened, and how far time has come.
 *
 * @param since when the status began; for {@link Status#IDLE}, since when it had nothing to do
 * @param lastSeen when it was last heard of
 */
public record DasherActivity(Status status, long since, long lastSeen) {
  public static final DasherActivity UNSEEN =
      new DasherActivity(Status.OFFLINE, 0, Long.MIN_VALUE / 2);

  /** The lower-case name is what Redis holds. */
  public enum Status {
    /** Not heard of for a while. */
    OFFLINE,
    /** On line, and free for an order. */
    FREE,
    /** Has an order. */
    BUSY,
    /** On line without an order for so long that somebody should look. */
    IDLE;

    private final String code = name().toLowerCase(Locale.ROOT);

    public String code() {
      return code;
    }
  }

  /** Whether it has something to do. */
  public enum Work {
    NONE,
    /** One order or more. */
    ORDERS
  }

  /** After how long without an order a dasher is idle, and after how long a silence off line. */
  public record Limits(long idleAfterMillis, long offlineAfterMillis) implements Serializable {
    public static Limits of(Duration idleAfter, Duration offlineAfter) {
      return new Limits(idleAfter.toMillis(), offlineAfter.toMillis());
    }
  }

  /** It sent word, with or without an order; what is older than the last time changes nothing. */
  public DasherActivity heard(long millis, Work work, Limits limits) {
    if (millis < lastSeen) {
      return this;
    }
    DasherActivity until = passed(millis, limits);
    Status known = until.status == Status.OFFLINE ? Status.FREE : until.status;
    long knownSince = until.status == Status.OFFLINE ? millis : until.since;

    return new DasherActivity(known, knownSince, millis).engaged(millis, work);
  }

  /** It got its first order or lost its last one; that alone brings nobody on line. */
  public DasherActivity engaged(long millis, Work work) {
    return switch (status) {
      case OFFLINE -> this;
      case FREE, IDLE -> work == Work.ORDERS ? to(Status.BUSY, millis) : this;
      case BUSY -> work == Work.ORDERS ? this : to(Status.FREE, millis);
    };
  }

  /** Time has come so far without another word from it. */
  public DasherActivity passed(long millis, Limits limits) {
    if (status == Status.OFFLINE) {
      return this;
    }
    long silentFrom = lastSeen + limits.offlineAfterMillis();
    if (millis > silentFrom) {
      return to(Status.OFFLINE, silentFrom);
    }
    boolean idle = status == Status.FREE && millis > since + limits.idleAfterMillis();

    return idle ? new DasherActivity(Status.IDLE, since, lastSeen) : this;
  }

  /** When time alone changes the status next; {@code Long.MAX_VALUE} when it never does. */
  public long nextChange(Limits limits) {
    return switch (status) {
      case OFFLINE -> Long.MAX_VALUE;
      case BUSY, IDLE -> lastSeen + limits.offlineAfterMillis() + 1;
      case FREE ->
          1 + Math.min(lastSeen + limits.offlineAfterMillis(), since + limits.idleAfterMillis());
    };
  }

  private DasherActivity to(Status next, long millis) {
    return new DasherActivity(next, millis, lastSeen);
  }
}
