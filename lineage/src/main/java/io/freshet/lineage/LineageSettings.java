package io.freshet.lineage;

import io.freshet.core.toolkit.Settings;
import io.freshet.lineage.http.HttpSettings;
import io.freshet.lineage.naming.DatasetNames;
import io.freshet.lineage.store.PostgresSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything the collector is told.
 *
 * @param catalogs what engines call the catalog of our tables
 * @param warehouse where tables lie
 */
record LineageSettings(
    HttpSettings http,
    PostgresSettings postgres,
    Set<String> catalogs,
    Optional<String> warehouse) {
  static LineageSettings from(Settings settings) {
    return settings.read(LineageSettings::parts, List.of("lineage."));
  }

  private static LineageSettings parts(Settings settings) {
    // Only those who tell and those who start us use them, but they stand in the same profile.
    settings.optionalText("lineage.url");
    settings.optionalText("lineage.file");
    settings.optionalText("lineage.heap");

    return new LineageSettings(
        HttpSettings.from(settings),
        PostgresSettings.from(settings),
        Set.copyOf(settings.list("lineage.catalogs", List.of("lake"))),
        settings.optionalText("catalog.warehouse"));
  }

  DatasetNames names() {
    return new DatasetNames(catalogs, warehouse);
  }
}
