package io.freshet.lineage;

import io.freshet.core.server.http.HttpSettings;
import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import io.freshet.lineage.naming.DatasetNames;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything the collector is told.
 *
 * @param catalogs what engines call the catalog of our tables, by name and by address
 * @param warehouse where tables lie
 */
record CollectorSettings(
    HttpSettings http,
    int maxEventBytes,
    PostgresSettings postgres,
    Set<String> catalogs,
    Optional<String> warehouse) {
  private static final String PART = "lineage";
  // A body is held in memory, and what is read from it takes some ten times as much.
  private static final int MAX_EVENT_BYTES = 64 * 1024 * 1024;

  CollectorSettings {
    if (maxEventBytes < 1 || maxEventBytes > MAX_EVENT_BYTES) {
      throw new InvalidSettingException(
          "lineage.max-event-bytes", maxEventBytes, "between 1 and %d".formatted(MAX_EVENT_BYTES));
    }
  }

  static CollectorSettings from(Settings settings) {
    return settings.read(CollectorSettings::parts, List.of("lineage."));
  }

  private static CollectorSettings parts(Settings settings) {
    // Only those who tell and those who start us use them, but they stand in the same profile.
    settings.optionalText("lineage.url");
    settings.optionalText("lineage.file");
    settings.optionalText("lineage.heap");

    return new CollectorSettings(
        HttpSettings.from(settings, PART, 8282),
        settings.integer("lineage.max-event-bytes", 1024 * 1024),
        PostgresSettings.from(settings, PART),
        catalogs(settings),
        settings.optionalText("catalog.warehouse"));
  }

  /** Most engines call it by the address at which they find it. */
  private static Set<String> catalogs(Settings settings) {
    Set<String> catalogs = new HashSet<>(settings.list("lineage.catalogs", List.of("lake")));
    settings.optionalText("catalog.uri").ifPresent(catalogs::add);

    return Set.copyOf(catalogs);
  }

  DatasetNames names() {
    return new DatasetNames(catalogs, warehouse);
  }
}
