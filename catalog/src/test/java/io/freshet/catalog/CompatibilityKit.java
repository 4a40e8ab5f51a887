package io.freshet.catalog;

import java.util.Map;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.rest.RESTCatalog;

/** What the two parts of Iceberg's REST compatibility kit share. */
final class CompatibilityKit {
  /** The client's own defaults and overrides, as the kit expects them. */
  static final Map<String, String> CLIENT_PROPERTIES =
      Map.of(
          "table-default.default-key1", "catalog-default-key1",
          "table-default.default-key2", "catalog-default-key2",
          "table-default.override-key3", "catalog-default-key3",
          "table-override.override-key3", "catalog-override-key3",
          "table-override.override-key4", "catalog-override-key4",
          "view-default.key1", "catalog-default-key1",
          "view-default.key2", "catalog-default-key2",
          "view-default.key3", "catalog-default-key3",
          "view-override.key3", "catalog-override-key3",
          "view-override.key4", "catalog-override-key4");

  private CompatibilityKit() {}

  static void empty(RESTCatalog client) {
    empty(client, Namespace.empty());
  }

  private static void empty(RESTCatalog client, Namespace parent) {
    for (Namespace namespace : client.listNamespaces(parent)) {
      empty(client, namespace);
      client.listTables(namespace).forEach(client::dropTable);
      client.listViews(namespace).forEach(client::dropView);
      client.dropNamespace(namespace);
    }
  }
}
