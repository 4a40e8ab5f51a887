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
    // Only clients and those who start us use them, but they stand beside ours.
    settings.optionalText("catalog.uri");
    settings.optionalText("catalog.heap");

    return new CatalogSettings(
        HttpSettings.from(settings),
        PostgresSettings.from(settings),
        StorageSettings.from(settings));
  }
}
