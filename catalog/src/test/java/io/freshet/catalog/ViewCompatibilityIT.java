package io.freshet.catalog;

import io.freshet.testing.servers.RunningPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.view.ViewCatalogTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Iceberg's REST compatibility kit, the part about views. */
class ViewCompatibilityIT extends ViewCatalogTests<RESTCatalog> {
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
  protected Catalog tableCatalog() {
    return client;
  }

  @Override
  protected boolean requiresNamespaceCreate() {
    return true;
  }

  @Override
  protected boolean supportsServerSideRetry() {
    return true;
  }
}
