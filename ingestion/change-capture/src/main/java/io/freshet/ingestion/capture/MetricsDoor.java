package io.freshet.ingestion.capture;

import io.freshet.core.server.http.Dependency;
import io.freshet.core.server.http.HttpAddress;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.http.HttpHandlers;
import io.freshet.core.server.http.HttpLimits;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** {@code GET /metrics}, and {@code /health}, which is 200 while changes are read. */
final class MetricsDoor {
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final HttpLimits LIMITS =
      new HttpLimits(4, Duration.ofSeconds(30), UriCompliance.DEFAULT, Duration.ofSeconds(1));

  private MetricsDoor() {}

  static HttpDoor open(
      HttpAddress address, PrometheusMeterRegistry metrics, BooleanSupplier isReading) {
    return HttpDoor.open(
            address,
            LIMITS,
            new HttpHandlers(new Page(metrics), new Handler.Sequence()),
            new ErrorHandler(),
            new Dependency("postgres or kafka", isReading))
        .countedIn(metrics);
  }

  private static final class Page extends Handler.Abstract {
    private final PrometheusMeterRegistry metrics;

    Page(PrometheusMeterRegistry metrics) {
      this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (!request.getHttpURI().getPath().equals("/metrics")) {
        return false;
      }
      response.setStatus(HttpStatus.OK_200);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, OPEN_METRICS);
      byte[] page = metrics.scrape(OPEN_METRICS).getBytes(StandardCharsets.UTF_8);
      response.write(true, ByteBuffer.wrap(page), callback);

      return true;
    }
  }
}
