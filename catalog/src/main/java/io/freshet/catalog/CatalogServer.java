package io.freshet.catalog;

import io.freshet.catalog.access.AccessLog;
import io.freshet.catalog.http.CatalogDoor;
import io.freshet.catalog.postgres.PostgresCatalog;
import io.freshet.catalog.protocol.CatalogProtocol;
import io.freshet.catalog.protocol.Json;
import io.freshet.catalog.protocol.Locations;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.process.Closing;
import io.freshet.core.server.process.ServerStart;
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

  private final Closing closing;

  private CatalogServer(Closing closing) {
    this.closing = closing;
  }

  /** Usage: {@code CatalogServer [--profile FILE] [--some.key=value]}. */
  public static void main(String[] args) {
    ServerStart.run("catalog", args, CatalogSettings::from, settings -> start(settings)::close);
  }

  static CatalogServer start(CatalogSettings settings) {
    Closing closing = new Closing();
    try {
      HttpDoor door = open(settings, closing);
      LOG.info("Catalog ready url={}", door.url());

      return new CatalogServer(closing);
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  private static HttpDoor open(CatalogSettings settings, Closing closing) {
    StorageSettings storage = settings.storage();
    Locations locations = new Locations(storage.warehouse(), storage.allowedLocations());
    PostgresCatalog postgres =
        PostgresCatalog.open(
            settings.postgres(), locations.confine(storage.openFiles()), storage.warehouse());
    closing.push("tables", postgres::close);
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
    closing.push("door", door::close);

    return door;
  }

  @Override
  public void close() {
    closing.close();
    LOG.info("Catalog stopped");
  }
}
