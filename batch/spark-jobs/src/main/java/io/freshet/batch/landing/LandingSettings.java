package io.freshet.batch.landing;

import io.freshet.batch.landing.database.JdbcAccess;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;

/**
 * How files and ranges are landed. Keys start with {@code landing.}.
 *
 * @param maxFiles so many files and ranges a table may hold: each is part of the metadata that
 *     every commit of the table writes anew
 */
public record LandingSettings(JdbcAccess access, int maxFiles) {
  private static final String MAX_FILES = "landing.max-files";

  public LandingSettings {
    if (maxFiles < 1) {
      throw new InvalidSettingException(MAX_FILES, maxFiles, "at least 1");
    }
  }

  static LandingSettings from(Settings settings) {
    return new LandingSettings(JdbcAccess.from(settings), settings.integer(MAX_FILES, 10_000));
  }
}
