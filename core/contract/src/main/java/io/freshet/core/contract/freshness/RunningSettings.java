package io.freshet.core.contract.freshness;

import io.freshet.core.toolkit.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * What a profile says about times that contracts decide unless it does.
 *
 * @param writerInterval {@code writer.checkpoint-interval}
 * @param validatorInterval {@code validator.checkpoint-interval}
 * @param snowflakeRefresh {@code snowflake.refresh-interval}
 */
public record RunningSettings(
    Optional<Duration> writerInterval,
    Optional<Duration> validatorInterval,
    Optional<Duration> snowflakeRefresh) {
  static final String WRITER = "writer.checkpoint-interval";
  static final String VALIDATOR = "validator.checkpoint-interval";
  static final String SNOWFLAKE = "snowflake.refresh-interval";

  /** Of an installation whose profile leaves all of them to the contracts. */
  public static RunningSettings none() {
    return new RunningSettings(Optional.empty(), Optional.empty(), Optional.empty());
  }

  public static RunningSettings from(Settings settings) {
    return new RunningSettings(
        duration(settings, WRITER), duration(settings, VALIDATOR), duration(settings, SNOWFLAKE));
  }

  private static Optional<Duration> duration(Settings settings, String key) {
    return settings.optionalText(key).map(text -> settings.duration(key, Duration.ZERO));
  }
}
