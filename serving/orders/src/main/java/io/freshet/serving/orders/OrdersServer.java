package io.freshet.serving.orders;

import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.logs.LogFormat;
import io.freshet.core.server.traces.SpanMetrics;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.core.tracing.Tracing;
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

  private static final String SERVICE = "orders";

  private final OrderStore store;
  private final HttpDoor door;
  private final Tracing tracing;

  private OrdersServer(OrderStore store, HttpDoor door, Tracing tracing) {
    this.store = store;
    this.door = door;
    this.tracing = tracing;
  }

  /** Usage: {@code OrdersServer [--profile FILE] [--some.key=value]}. */
  public static void main(String[] args) {
    try {
      Settings settings = Settings.forProcess(args, System.getenv());
      LogFormat.from(settings).install(SERVICE);
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
    Tracing tracing = Tracing.open(settings.tracing(), SERVICE);
    SpanMetrics.register(metrics, "freshet.orders.spans", tracing);
    try {
      HttpDoor door =
          OrdersDoor.open(
              settings.http(),
              new OrdersDoor.Limits(settings.maxBodyBytes(), settings.connections()),
              store,
              metrics,
              tracing);
      LOG.info("Orders ready url={}", door.url());

      return new OrdersServer(store, door, tracing);
    } catch (RuntimeException e) {
      store.close();
      tracing.close();
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
      tracing.close();
    }
    LOG.info("Orders stopped");
  }
}
