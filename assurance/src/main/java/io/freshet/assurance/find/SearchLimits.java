package io.freshet.assurance.find;

import java.time.Duration;

/**
 * How much may be searched before a search gives up and says how far it has come.
 *
 * @param records of the log that are looked at
 * @param time after which no further part of the log is read
 */
public record SearchLimits(long records, Duration time) {
  /** What somebody waits for. */
  public static final SearchLimits USUAL = new SearchLimits(500_000, Duration.ofSeconds(10));
}
