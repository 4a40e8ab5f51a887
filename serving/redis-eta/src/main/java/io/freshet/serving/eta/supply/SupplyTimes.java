package io.freshet.serving.eta.supply;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.io.Serializable;
import java.time.Duration;

/**
 * When a minute of supply is told. Keys start with {@code eta.}.
 *
 * @param tellAfter how long after its end it is told first
 * @param disorder how late events may come and still change it
 */
public record SupplyTimes(Duration tellAfter, Duration disorder) implements Serializable {
  public SupplyTimes {
    if (tellAfter.isNegative() || tellAfter.compareTo(disorder) > 0) {
      throw new InvalidSettingException(
          "eta.supply-wait",
          Durations.print(tellAfter),
          "at most eta.disorder, " + Durations.print(disorder));
    }
  }

  public static SupplyTimes from(Settings settings, Duration disorder) {
    return new SupplyTimes(settings.duration("eta.supply-wait", Duration.ofSeconds(10)), disorder);
  }

  /** The watermark that says that a minute is over. */
  long soonAt(long minute) {
    return minute + tellAfter.toMillis() - disorder.toMillis() - 1;
  }

  /** The watermark that says that nothing will change a minute any more. */
  static long settledAt(long minute) {
    return minute - 1;
  }

  /** The first minute that is not settled at a watermark. */
  static long firstOpen(long watermark) {
    return watermark == Long.MIN_VALUE ? Long.MIN_VALUE : Minutes.endOf(watermark + 1);
  }
}
