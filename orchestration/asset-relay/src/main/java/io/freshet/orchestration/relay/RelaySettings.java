package io.freshet.orchestration.relay;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.time.Duration;

/**
 * How the relay works. Keys start with {@code relay.}.
 *
 * @param zonesContract the reference stream whose newest rows say which time zones there are
 * @param zoneColumn its column with the time zone
 * @param maxDays days that ended longer ago are not announced
 * @param refresh how often Airflow is asked which tables somebody waits for
 */
record RelaySettings(
    int port, String zonesContract, String zoneColumn, int maxDays, Duration refresh) {
  RelaySettings {
    if (port < 0 || port > 65_535) {
      throw new InvalidSettingException("relay.port", port, "between 0 and 65535");
    }
    if (maxDays < 1) {
      throw new InvalidSettingException("relay.max-days", maxDays, "at least 1");
    }
  }

  static RelaySettings from(Settings settings) {
    return new RelaySettings(
        settings.integer("relay.port", 8090),
        settings.text("relay.zones-contract", "markets"),
        settings.text("relay.zone-column", "time_zone"),
        settings.integer("relay.max-days", 7),
        settings.duration("relay.refresh", Duration.ofSeconds(30)));
  }
}
