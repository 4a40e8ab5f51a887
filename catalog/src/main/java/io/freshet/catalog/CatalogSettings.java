package io.freshet.catalog;

import io.freshet.core.server.http.HttpAddress;
import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.util.List;

/** Everything the catalog is told: where and whom it answers, where its pointers and files lie. */
record CatalogSettings(
    HttpAddress address,
    int maxRequestBytes,
    AccessSettings access,
    PostgresSettings postgres,
    StorageSettings storage) {
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
    return settings.read(CatalogSettings::parts, List.of("catalog.", "catalog-logins."));
  }

  private static CatalogSettings parts(Settings settings) {
    // Only clients and those who start us use them, but they stand beside ours.
    settings.optionalText("catalog.uri");
    settings.optionalText("catalog.credential");
    settings.optionalText("catalog.client");
    settings.optionalText("catalog.client-secret-file");
    settings.optionalText("catalog.oauth2-uri");
    settings.optionalText("catalog.scope");
    settings.optionalText("catalog.heap");
    settings.under("catalog.properties.");

    return new CatalogSettings(
        HttpAddress.from(settings, PART, 8181),
        settings.integer("catalog.max-request-bytes", 8 * 1024 * 1024),
        AccessSettings.from(settings),
        PostgresSettings.from(settings, PART),
        StorageSettings.from(settings));
  }
}
