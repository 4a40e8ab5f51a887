package io.freshet.catalog;

import io.freshet.testing.servers.RunningPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.catalog.CatalogTests;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Iceberg's REST compatibility kit, the part about namespaces and tables. */
class TableCompatibilityIT extends CatalogTests<RESTCatalog> {
  @TempDir private static Path folder;
  private static RunningPostgres postgres;
  private static RunningCatalog catalog;
  private static RESTCatalog client;

  @BeforeAll
  static void startCatalog() {
    postgres = RunningPostgres.start(folder);
    catalog = RunningCatalog.start(postgres, folder);
    client = catalog.client(CompatibilityKit.CLIENT_PROPERTIES);
  }

  @AfterAll
  static void stopCatalog() throws IOException {
    client.close();
    catalog.close();
    postgres.close();
  }

  @AfterEach
  void emptyCatalog() {
    CompatibilityKit.empty(client);
  }

  @Override
  protected RESTCatalog catalog() {
    return client;
  }

  @Override
  protected RESTCatalog initCatalog(String name, Map<String, String> properties) {
    Map<String, String> all = new HashMap<>(CompatibilityKit.CLIENT_PROPERTIES);
    all.putAll(properties);

    return catalog.client(all);
  }

  @Override
  protected String baseTableLocation(TableIdentifier table) {
    return "file://%s/%s/%s".formatted(folder, table.namespace(), table.name());
  }

  @Override
  protected boolean requiresNamespaceCreate() {
    return true;
  }

  @Override
  protected boolean supportsServerSideRetry() {
    return true;
  }

  @Override
  protected boolean supportsNestedNamespaces() {
    return true;
  }

  @Override
  protected boolean supportsNamesWithSlashes() {
    return true;
  }

  @Override
  protected boolean supportsNamesWithDot() {
    return true;
  }

  @Override
  @Test
  @Disabled("JdbcCatalog keeps levels joined by dots; we refuse such a level")
  public void testNamespaceWithDot() {}
}
