package io.freshet.batch.landing.database;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;

/**
 * As whom and how other databases are read.
 *
 * @param zone by name, of times that they keep without one
 * @param driver a jar with the driver of a database that none is shipped for
 */
public record JdbcAccess(
    Optional<String> user,
    Optional<String> password,
    Optional<String> zone,
    Optional<DriverJar> driver) {
  private static final String ZONE = "landing.zone";
  private static final String DRIVER = "landing.driver-jar";

  public static final JdbcAccess NONE =
      new JdbcAccess(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public JdbcAccess {
    // Not offsets: Postgres reads them the other way round.
    if (zone.isPresent() && !ZoneId.getAvailableZoneIds().contains(zone.get())) {
      throw new InvalidSettingException(
          ZONE, zone.get(), "a zone's name, such as UTC or Europe/Oslo");
    }
    if (driver.isPresent() && !Files.isRegularFile(driver.get().jar())) {
      throw new InvalidSettingException(DRIVER, driver.get().jar(), "a jar that is there");
    }
  }

  public static JdbcAccess from(Settings settings) {
    return new JdbcAccess(
        settings.optionalText("landing.user"),
        settings.optionalText("landing.password"),
        settings.optionalText(ZONE),
        settings.optionalText(DRIVER).map(Path::of).map(DriverJar::new));
  }
}
