package io.freshet.catalog;

import io.freshet.core.server.http.HttpSettings;
import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.util.List;

/** Everything the catalog is told: where it answers, where its pointers and its files lie. */
record CatalogSettings(
    HttpSettings http, int maxRequestBytes, PostgresSettings postgres, StorageSettings storage) {
  private static final String PART = "catalog";
  // A body is held in memory, by up to 16 requests at once.
  private static final int MAX_REQUEST_BYTES = 256 * 1024 * 1024;

  CatalogSettings {
    if (maxRequestBytes < 1 || maxRequestBytes > MAX_REQUEST_BYTES) {
      throw new InvalidSettingException(
          "catalog.max-request-bytes",
          maxRequestBytes,
          "between 1 and %d".formatted(MAX_REQUEST_BYTES));
    }
  }

  static CatalogSettings from(Settings settings) {
    return settings.read(CatalogSettings::parts, List.of("catalog."));
  }

  private static CatalogSettings parts(Settings settings) {
    // Only clients and those who start us use them, but they stand beside ours.
    settings.optionalText("catalog.uri");
    settings.optionalText("catalog.heap");

    return new CatalogSettings(
        HttpSettings.from(settings, PART, 8181),
        settings.integer("catalog.max-request-bytes", 8 * 1024 * 1024),
        PostgresSettings.from(settings, PART),
        StorageSettings.from(settings));
  }
}
