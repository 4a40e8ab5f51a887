package io.freshet.lineage;

import io.freshet.core.toolkit.Settings;
import io.freshet.lineage.http.HttpSettings;
import io.freshet.lineage.naming.DatasetNames;
import io.freshet.lineage.store.PostgresSettings;
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
