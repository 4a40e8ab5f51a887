package io.freshet.simulator.replay;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The local days to replay, as seconds since 1970. What lies in a range depends on nothing but its
 * time: replays of adjoining ranges share no event and leave none out.
 */
record TimeRange(long fromSeconds, long untilSeconds) {
  /** Both days included; an empty one is no limit. */
  static TimeRange ofDays(Optional<LocalDate> from, Optional<LocalDate> to) {
    TimeRange range =
        new TimeRange(
            from.map(CabRecording::startOfDaySeconds).orElse(Long.MIN_VALUE),
            to.map(day -> CabRecording.startOfDaySeconds(day.plusDays(1))).orElse(Long.MAX_VALUE));
    if (range.fromSeconds >= range.untilSeconds) {
      throw new FreshetException(
          Fault.CALLER,
          "from is %s and to is %s; from must not be later"
              .formatted(from.orElseThrow(), to.orElseThrow()));
    }

    return range;
  }

  boolean contains(long seconds) {
    return fromSeconds <= seconds && seconds < untilSeconds;
  }
}
