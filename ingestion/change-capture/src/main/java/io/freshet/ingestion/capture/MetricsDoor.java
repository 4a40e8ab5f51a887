package io.freshet.ingestion.capture;

import io.freshet.core.server.http.Dependency;
import io.freshet.core.server.http.HttpAddress;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.http.HttpHandlers;
import io.freshet.core.server.http.HttpLimits;
import io.freshet.core.server.http.MetricsHandler;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.ErrorHandler;

/** {@code GET /metrics}, and {@code /health}, which is 200 while changes are read. */
final class MetricsDoor {
  private static final HttpLimits LIMITS =
      new HttpLimits(4, Duration.ofSeconds(30), UriCompliance.DEFAULT, Duration.ofSeconds(1));

  private MetricsDoor() {}

  static HttpDoor open(
      HttpAddress address, PrometheusMeterRegistry metrics, BooleanSupplier isReading) {
    return HttpDoor.open(
            address,
            LIMITS,
            new HttpHandlers(new MetricsHandler(metrics::scrape), new Handler.Sequence()),
            new ErrorHandler(),
            new Dependency("postgres or kafka", isReading))
        .countedIn(metrics);
  }
}
