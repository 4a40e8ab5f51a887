package io.freshet.serving.orders;

import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.serving.orders.http.OrdersDoor;
import io.freshet.serving.orders.store.OrderStore;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order service. Started by {@code main} as a process of its own, beside others on the same
 * database; stopped by SIGTERM, upon which it finishes what it has begun.
 */
public final class OrdersServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OrdersServer.class);

  private final OrderStore store;
  private final HttpDoor door;

  private OrdersServer(OrderStore store, HttpDoor door) {
    this.store = store;
    this.door = door;
  }

  /** Usage: {@code OrdersServer [--profile FILE] [--some.key=value]}. */
  public static void main(String[] args) {
    try {
      Settings settings = Settings.forProcess(args, System.getenv());
      OrdersSettings ordersSettings = OrdersSettings.from(settings);
      LOG.info("Orders starting settings={}", settings.effective());
      OrdersServer server = start(ordersSettings, InstantSource.system());
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    } catch (FreshetException e) {
      System.err.println(e.getMessage());
      System.exit(e.fault().exitCode());
    }
  }

  /**
   * Starts it.
   *
   * @throws FreshetException {@code DEPENDENCY} when Postgres is away, {@code CALLER} when the
   *     address is taken
   */
  static OrdersServer start(OrdersSettings settings, InstantSource clock) {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    OrderStore store =
        OrderStore.open(
            settings.postgres(), settings.connections(), settings.times(), clock, metrics);
    try {
      HttpDoor door =
          OrdersDoor.open(
              settings.http(),
              new OrdersDoor.Limits(settings.maxBodyBytes(), settings.connections()),
              store,
              metrics);
      LOG.info("Orders ready url={}", door.url());

      return new OrdersServer(store, door);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  int port() {
    return door.port();
  }

  @Override
  public void close() {
    try {
      door.close();
    } finally {
      store.close();
    }
    LOG.info("Orders stopped");
  }
}
