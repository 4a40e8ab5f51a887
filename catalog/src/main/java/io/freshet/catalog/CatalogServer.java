package io.freshet.catalog;

import io.freshet.catalog.access.AccessLog;
import io.freshet.catalog.http.CatalogDoor;
import io.freshet.catalog.postgres.PostgresCatalog;
import io.freshet.catalog.protocol.CatalogProtocol;
import io.freshet.catalog.protocol.Json;
import io.freshet.catalog.protocol.Locations;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.logs.LogFormat;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Iceberg REST catalog service. Started by {@code main} as a process of its own; stopped by
 * SIGTERM, upon which it finishes what it has begun.
 */
public final class CatalogServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogServer.class);

  private final PostgresCatalog postgres;
  private final HttpDoor door;

  private CatalogServer(PostgresCatalog postgres, HttpDoor door) {
    this.postgres = postgres;
    this.door = door;
  }

  /** Usage: {@code CatalogServer [--profile FILE] [--some.key=value]}. */
  public static void main(String[] args) {
    try {
      Settings settings = Settings.forProcess(args, System.getenv());
      LogFormat.from(settings).install("catalog");
      CatalogSettings catalogSettings = CatalogSettings.from(settings);
      LOG.info("Catalog starting settings={}", settings.effective());
      CatalogServer server = start(catalogSettings);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    } catch (FreshetException e) {
      System.err.println(e.getMessage());
      System.exit(e.fault().exitCode());
    }
  }

  static CatalogServer start(CatalogSettings settings) {
    StorageSettings storage = settings.storage();
    Locations locations = new Locations(storage.warehouse(), storage.allowedLocations());
    PostgresCatalog postgres =
        PostgresCatalog.open(
            settings.postgres(), locations.confine(storage.openFiles()), storage.warehouse());
    try {
      PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      AccessLog log = new AccessLog(metrics, System::nanoTime);
      HttpDoor door =
          CatalogDoor.open(
              settings.address(),
              settings.maxRequestBytes(),
              settings.access().open(),
              new CatalogProtocol(
                  postgres, new Json(), locations, storage.forClients(), storage.signer(), log),
              postgres,
              new CatalogDoor.Observed(log, metrics));
      LOG.info("Catalog ready url={}", door.url());

      return new CatalogServer(postgres, door);
    } catch (FreshetException e) {
      postgres.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } finally {
      postgres.close();
    }
    LOG.info("Catalog stopped");
  }
}
