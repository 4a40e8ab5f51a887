package io.freshet.catalog;

import io.freshet.catalog.http.HttpSettings;
import io.freshet.catalog.postgres.PostgresSettings;
import io.freshet.core.toolkit.Settings;
import java.util.List;

/** Everything the catalog is told: where it answers, where its pointers and its files lie. */
record CatalogSettings(HttpSettings http, PostgresSettings postgres, StorageSettings storage) {
  static CatalogSettings from(Settings settings) {
    return settings.read(CatalogSettings::parts, List.of("catalog."));
  }

  private static CatalogSettings parts(Settings settings) {
    // Only clients use it, but it stands in the same profile.
    settings.optionalText("catalog.uri");

    return new CatalogSettings(
        HttpSettings.from(settings),
        PostgresSettings.from(settings),
        StorageSettings.from(settings));
  }
}
