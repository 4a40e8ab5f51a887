package io.freshet.serving.orders;

import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.process.Closing;
import io.freshet.core.server.process.ServerStart;
import io.freshet.core.server.traces.SpanMetrics;
import io.freshet.core.toolkit.FreshetException;
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

  private final HttpDoor door;
  private final Closing closing;

  private OrdersServer(HttpDoor door, Closing closing) {
    this.door = door;
    this.closing = closing;
  }

  /** Usage: {@code OrdersServer [--profile FILE] [--some.key=value]}. */
  public static void main(String[] args) {
    ServerStart.run(
        SERVICE,
        args,
        OrdersSettings::from,
        settings -> start(settings, InstantSource.system())::close);
  }

  /**
   * Starts it.
   *
   * @throws FreshetException {@code DEPENDENCY} when Postgres is away, {@code CALLER} when the
   *     address is taken
   */
  static OrdersServer start(OrdersSettings settings, InstantSource clock) {
    Closing closing = new Closing();
    try {
      HttpDoor door = open(settings, clock, closing);
      LOG.info("Orders ready url={}", door.url());

      return new OrdersServer(door, closing);
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  private static HttpDoor open(OrdersSettings settings, InstantSource clock, Closing closing) {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Tracing tracing = Tracing.open(settings.tracing(), SERVICE);
    closing.push("tracing", tracing::close);
    SpanMetrics.register(metrics, "freshet.orders.spans", tracing);
    OrderStore store =
        OrderStore.open(
            settings.postgres(), settings.connections(), settings.times(), clock, metrics);
    closing.push("store", store::close);
    HttpDoor door =
        OrdersDoor.open(
            settings.http(),
            new OrdersDoor.Limits(settings.maxBodyBytes(), settings.connections()),
            store,
            metrics,
            tracing);
    closing.push("door", door::close);

    return door;
  }

  int port() {
    return door.port();
  }

  @Override
  public void close() {
    closing.close();
    LOG.info("Orders stopped");
  }
}
