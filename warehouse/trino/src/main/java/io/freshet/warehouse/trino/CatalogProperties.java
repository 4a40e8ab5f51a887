package io.freshet.warehouse.trino;

import io.freshet.core.toolkit.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The properties of Trino's catalog {@code lake}, from the settings by which everything else finds
 * catalog and store. Secrets stay outside: Trino takes them from its environment.
 */
public final class CatalogProperties {
  private CatalogProperties() {}

  public static Map<String, String> of(Settings settings) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("connector.name", "iceberg");
    properties.put("iceberg.catalog.type", "rest");
    properties.put("iceberg.rest-catalog.uri", settings.text("catalog.uri"));
    properties.put("iceberg.rest-catalog.security", "OAUTH2");
    properties.put("iceberg.rest-catalog.oauth2.token", "${ENV:FRESHET_CATALOG_TOKEN}");
    properties.put("iceberg.rest-catalog.oauth2.token-refresh-enabled", "false");
    properties.put("fs.native-s3.enabled", "true");
    settings
        .optionalText("s3.endpoint")
        .ifPresent(endpoint -> properties.put("s3.endpoint", endpoint));
    properties.put(
        "s3.path-style-access", Boolean.toString(settings.flag("s3.path-style-access", false)));
    properties.put("s3.region", settings.text("s3.region"));
    if (settings.optionalText("s3.access-key").isPresent()) {
      properties.put("s3.aws-access-key", "${ENV:FRESHET_S3_ACCESS_KEY}");
      properties.put("s3.aws-secret-key", "${ENV:FRESHET_S3_SECRET_KEY}");
    }

    return properties;
  }
}
