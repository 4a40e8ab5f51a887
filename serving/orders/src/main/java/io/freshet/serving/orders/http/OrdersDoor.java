package io.freshet.serving.orders.http;

import io.freshet.core.server.http.BearerToken;
import io.freshet.core.server.http.Dependency;
import io.freshet.core.server.http.DoorErrors;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.http.HttpHandlers;
import io.freshet.core.server.http.HttpLimits;
import io.freshet.core.server.http.HttpSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.tracing.Tracing;
import io.freshet.serving.orders.store.OrderStore;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.http.UriCompliance;

/** The HTTP server in front of the orders. */
public final class OrdersDoor {
  private static final String OPEN_API = "openapi.yaml";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";
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
                new PagesHandler(pages(registry)),
                new OrdersHandler(calls, new BearerToken(settings.token()), metrics),
                tracing),
            new DoorErrors(new ProblemErrors()),
            new Dependency("postgres", store::answers))
        .countedIn(registry);
  }

  private static Map<String, Supplier<Reply>> pages(PrometheusMeterRegistry registry) {
    Reply openApi = new Reply(200, "application/yaml", openApi(), Map.of());

    return Map.of(
        "/" + OPEN_API,
        () -> openApi,
        "/metrics",
        () ->
            new Reply(
                200,
                OPEN_METRICS,
                registry.scrape(OPEN_METRICS).getBytes(StandardCharsets.UTF_8),
                Map.of()));
  }

  private static byte[] openApi() {
    try (InputStream in = OrdersDoor.class.getResourceAsStream(OPEN_API)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "Cannot read %s".formatted(OPEN_API), e);
    }
  }
}
