package io.freshet.core.envelope.consumer;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.time.Duration;

/**
 * How a service reads. Keys start with {@code consumer.}.
 *
 * @param group whose members share the partitions, and under whose name positions are kept
 * @param maxAttempts after which an event is handed off
 * @param firstPause before the second attempt; it doubles with each further one
 * @param longestPause at which doubling ends
 * @param maxRecords taken from Kafka at once, and so held in memory undecoded
 * @param tests whether events that were sent as tests are handed over too
 */
public record ConsumerSettings(
    String group,
    int maxAttempts,
    Duration firstPause,
    Duration longestPause,
    int maxRecords,
    boolean tests) {
  private static final int DEFAULT_ATTEMPTS = 5;
  private static final Duration DEFAULT_FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration DEFAULT_LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int DEFAULT_RECORDS = 500;

  public ConsumerSettings {
    if (group.isBlank()) {
      throw new InvalidSettingException("consumer.group", "empty", "the service's name");
    }
    if (maxAttempts < 1) {
      throw new InvalidSettingException("consumer.max-attempts", maxAttempts, "at least 1");
    }
    if (firstPause.isZero() || firstPause.compareTo(longestPause) > 0) {
      throw new InvalidSettingException(
          "consumer.first-pause",
          Durations.print(firstPause),
          "more than nothing, and at most consumer.longest-pause, %s"
              .formatted(Durations.print(longestPause)));
    }
    if (maxRecords < 1) {
      throw new InvalidSettingException("consumer.max-records", maxRecords, "at least 1");
    }
  }

  /** A group with defaults for all else. */
  public static ConsumerSettings of(String group) {
    return new ConsumerSettings(
        group,
        DEFAULT_ATTEMPTS,
        DEFAULT_FIRST_PAUSE,
        DEFAULT_LONGEST_PAUSE,
        DEFAULT_RECORDS,
        false);
  }

  public static ConsumerSettings from(Settings settings) {
    return new ConsumerSettings(
        settings.text("consumer.group"),
        settings.integer("consumer.max-attempts", DEFAULT_ATTEMPTS),
        settings.duration("consumer.first-pause", DEFAULT_FIRST_PAUSE),
        settings.duration("consumer.longest-pause", DEFAULT_LONGEST_PAUSE),
        settings.integer("consumer.max-records", DEFAULT_RECORDS),
        settings.flag("consumer.tests", false));
  }

  /** How long to wait after so many attempts. */
  Duration pause(int attempts) {
    Duration pause = firstPause;
    for (int i = 1; i < attempts && pause.compareTo(longestPause) < 0; i++) {
      pause = pause.multipliedBy(2);
    }

    return pause.compareTo(longestPause) < 0 ? pause : longestPause;
  }
}
