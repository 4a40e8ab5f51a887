package io.freshet.serving.eta.rebuild;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.serving.eta.dasher.DasherActivity.Limits;
import io.freshet.serving.eta.redis.SupplyEntry;
import java.time.Duration;

/**
 * How far back sources are read, and what the job does when.
 *
 * @param since steps and predictions that came in before are not read
 * @param dasherEvery the least time between two tellings by the job of a dasher that stays as it is
 * @param disorder by how much events may come late and still count for the passing of time
 * @param grace how long Redis may take to show what has come in
 */
public record RebuildTimes(
    Duration since, Limits limits, Duration dasherEvery, Duration disorder, Duration grace) {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(7);

  public RebuildTimes {
    if (since.compareTo(SHORTEST) < 0 || since.compareTo(LONGEST) > 0) {
      throw new FreshetException(
          Fault.CALLER,
          "--since is %s; it must be between %s and %s"
              .formatted(
                  Durations.print(since), Durations.print(SHORTEST), Durations.print(LONGEST)));
    }
  }

  /** How far back pings are read: by then a dasher who does nothing is idle, or off line. */
  Duration pingsSince() {
    Duration enough = Duration.ofMillis(limits.idleAfterMillis() + limits.offlineAfterMillis());

    return enough.compareTo(since) < 0 ? enough : since;
  }

  /** How far back supply is read: by then Redis has let go of it. */
  Duration supplySince() {
    return SupplyEntry.TTL.compareTo(since) > 0 ? SupplyEntry.TTL : since;
  }

  /** So long before that event time; the beginning of time stays that. */
  static long before(long millis, Duration duration) {
    return millis == Long.MIN_VALUE ? millis : millis - duration.toMillis();
  }
}
