package io.freshet.warehouse.snowflake.landing;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.time.Duration;

/**
 * Where copies go. Keys start with {@code landing.}.
 *
 * @param location such as {@code s3://lake/landing}; its events alone go to the pipes' queue
 * @param watermarks where the process notes how far it is; outside of {@code location}
 * @param sweep how often every table is looked at, announced or not: announcements are hints
 */
public record LandingSettings(S3Place location, S3Place watermarks, Duration sweep) {
  private static final Duration MIN_SWEEP = Duration.ofSeconds(1);

  public LandingSettings {
    if (watermarks.isInside(location)) {
      throw new InvalidSettingException(
          "landing.watermarks", watermarks, "outside of landing.location, whose events wake pipes");
    }
    if (sweep.compareTo(MIN_SWEEP) < 0) {
      throw new InvalidSettingException(
          "landing.sweep-interval", Durations.print(sweep), "at least 1s");
    }
  }

  public static LandingSettings from(Settings settings) {
    return new LandingSettings(
        location(settings),
        besideTables(settings, "landing.watermarks", "landing-watermarks"),
        settings.duration("landing.sweep-interval", Duration.ofMinutes(5)));
  }

  /** Where copies go, for whoever looks for them there. */
  public static S3Place location(Settings settings) {
    return besideTables(settings, "landing.location", "landing");
  }

  private static S3Place besideTables(Settings settings, String key, String folder) {
    S3Place lake = S3Place.parse("catalog.warehouse", settings.text("catalog.warehouse"));

    return S3Place.parse(key, settings.text(key, "s3://%s/%s".formatted(lake.bucket(), folder)));
  }
}
