package io.freshet.assurance.history;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.time.Duration;

/**
 * How much is kept of what is measured. Keys start with {@code history.}.
 *
 * @param every how often each table is kept
 * @param rowsPerMinute of all tables together, at most; where it does not suffice, tables take
 *     turns. With 0 nothing is kept
 */
public record HistorySettings(Duration every, int rowsPerMinute) {
  private static final Duration SHORTEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofHours(1);

  /** Of some 300 tables once a minute; 10,000 take turns within half an hour. */
  private static final int DEFAULT_ROWS = 1_000;

  /** A table is kept with all its hops or not at all, and waits for room before all others. */
  private static final int FEWEST_ROWS = 10;

  private static final int MOST_ROWS = 100_000;

  public HistorySettings {
    if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
      throw new InvalidSettingException(
          "history.every",
          Durations.print(every),
          "between %s and %s".formatted(Durations.print(SHORTEST), Durations.print(LONGEST)));
    }
    if (rowsPerMinute != 0 && (rowsPerMinute < FEWEST_ROWS || rowsPerMinute > MOST_ROWS)) {
      throw new InvalidSettingException(
          "history.rows-per-minute",
          rowsPerMinute,
          "between %d and %d, or 0 for nothing at all".formatted(FEWEST_ROWS, MOST_ROWS));
    }
  }

  public static HistorySettings from(Settings settings) {
    return new HistorySettings(
        settings.duration("history.every", Duration.ofMinutes(1)),
        settings.integer("history.rows-per-minute", DEFAULT_ROWS));
  }
}
