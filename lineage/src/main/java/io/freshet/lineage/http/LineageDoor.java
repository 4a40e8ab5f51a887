package io.freshet.lineage.http;

import io.freshet.core.server.http.BearerToken;
import io.freshet.core.server.http.DocumentHandler;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.http.HttpHandlers;
import io.freshet.core.server.http.HttpLimits;
import io.freshet.core.server.http.HttpSettings;
import io.freshet.core.server.http.MetricsHandler;
import io.freshet.lineage.event.EventReader;
import io.freshet.lineage.store.LineageStore;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;

/** The HTTP server in front of the graph. */
public final class LineageDoor {
  // As many as there are connections to Postgres. With lineage.max-event-bytes it bounds what
  // events take of the heap: each that is read some ten times its bytes, about 40 MB by default.
  private static final int MAX_REQUESTS_AT_ONCE = 4;
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);

  private LineageDoor() {}

  public static HttpDoor open(
      HttpSettings settings, int maxEventBytes, LineageStore store, EventReader reader) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    LineageHandler handler =
        new LineageHandler(
            store,
            reader,
            new BearerToken(settings.token()),
            maxEventBytes,
            new RequestMetrics(registry));

    return HttpDoor.open(
            settings,
            new HttpLimits(MAX_REQUESTS_AT_ONCE, IDLE_TIMEOUT, UriCompliance.DEFAULT),
            new HttpHandlers(
                new Handler.Sequence(
                    new MetricsHandler(registry::scrape),
                    DocumentHandler.beside(LineageDoor.class)),
                handler),
            store::answers)
        .countedIn(registry);
  }
}
