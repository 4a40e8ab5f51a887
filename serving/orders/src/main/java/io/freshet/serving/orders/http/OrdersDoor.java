package io.freshet.serving.orders.http;

import io.freshet.core.server.http.BearerToken;
import io.freshet.core.server.http.Dependency;
import io.freshet.core.server.http.DocumentHandler;
import io.freshet.core.server.http.DoorErrors;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.http.HttpHandlers;
import io.freshet.core.server.http.HttpLimits;
import io.freshet.core.server.http.HttpSettings;
import io.freshet.core.server.http.MetricsHandler;
import io.freshet.core.tracing.Tracing;
import io.freshet.serving.orders.store.OrderStore;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;

/** The HTTP server in front of the orders. */
public final class OrdersDoor {
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);

  private OrdersDoor() {}

  /**
   * How much is taken in.
   *
   * @param requestsAtOnce as many as there are connections to Postgres; further ones wait
   */
  public record Limits(int maxBodyBytes, int requestsAtOnce) {}

  public static HttpDoor open(
      HttpSettings settings,
      Limits limits,
      OrderStore store,
      PrometheusMeterRegistry registry,
      Tracing tracing) {
    RequestMetrics metrics = new RequestMetrics(registry);
    Calls calls = new Calls(store, new JsonBody(limits.maxBodyBytes()), metrics);

    return HttpDoor.open(
            settings.address(),
            new HttpLimits(limits.requestsAtOnce(), IDLE_TIMEOUT, UriCompliance.DEFAULT),
            new HttpHandlers(
                new Handler.Sequence(
                    DocumentHandler.beside(OrdersDoor.class), new MetricsHandler(registry::scrape)),
                new OrdersHandler(calls, new BearerToken(settings.token()), metrics),
                tracing),
            new DoorErrors(new ProblemErrors()),
            new Dependency("postgres", store::answers))
        .countedIn(registry);
  }
}
