package io.freshet.serving.eta;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.time.Duration;

/**
 * Intervals of event time. Keys start with {@code eta.}.
 *
 * @param disorder by how much events may come late and still count for timers
 * @param maxDrift by how much one stream may be ahead of the other in a replay
 * @param predictEvery the least time between two recorded predictions of one order and stage
 * @param speedEvery the least time between two tellings of a part's rolling speed
 * @param dasherEvery the least time between two updates of a dasher that stays as it is
 * @param idleAfter how long without an order makes a dasher idle
 * @param offlineAfter how long a silence takes a dasher off line
 * @param silentAfter how long nothing is heard of an order before its customer is told
 */
record EtaTimes(
    Duration disorder,
    Duration maxDrift,
    Duration predictEvery,
    Duration speedEvery,
    Duration dasherEvery,
    Duration idleAfter,
    Duration offlineAfter,
    Duration silentAfter) {
  EtaTimes {
    requireMoreThanNothing("eta.max-drift", maxDrift);
    requireMoreThanNothing("eta.predict-every", predictEvery);
    requireMoreThanNothing("eta.speed-every", speedEvery);
    requireMoreThanNothing("eta.dasher-every", dasherEvery);
    requireMoreThanNothing("eta.idle-after", idleAfter);
    requireMoreThanNothing("eta.offline-after", offlineAfter);
    requireMoreThanNothing("eta.silent-after", silentAfter);
  }

  static EtaTimes from(Settings settings) {
    return new EtaTimes(
        settings.duration("eta.disorder", Duration.ofMinutes(2)),
        settings.duration("eta.max-drift", Duration.ofMinutes(10)),
        settings.duration("eta.predict-every", Duration.ofSeconds(20)),
        settings.duration("eta.speed-every", Duration.ofSeconds(10)),
        settings.duration("eta.dasher-every", Duration.ofSeconds(30)),
        settings.duration("eta.idle-after", Duration.ofMinutes(20)),
        settings.duration("eta.offline-after", Duration.ofMinutes(5)),
        settings.duration("eta.silent-after", Duration.ofMinutes(3)));
  }

  private static void requireMoreThanNothing(String key, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new InvalidSettingException(key, Durations.print(value), "longer than nothing");
    }
  }
}
