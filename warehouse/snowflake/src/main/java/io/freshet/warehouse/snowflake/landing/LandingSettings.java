package io.freshet.warehouse.snowflake.landing;

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
      throw new InvalidSettingException("landing.sweep-interval", sweep, "at least 1s");
    }
  }

  public static LandingSettings from(Settings settings) {
    S3Place lake = S3Place.parse("catalog.warehouse", settings.text("catalog.warehouse"));

    return new LandingSettings(
        S3Place.parse(
            "landing.location",
            settings.text("landing.location", "s3://%s/landing".formatted(lake.bucket()))),
        S3Place.parse(
            "landing.watermarks",
            settings.text(
                "landing.watermarks", "s3://%s/landing-watermarks".formatted(lake.bucket()))),
        settings.duration("landing.sweep-interval", Duration.ofMinutes(5)));
  }
}
