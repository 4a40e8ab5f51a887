package io.freshet.catalog.http;

import io.freshet.catalog.access.Access;
import io.freshet.catalog.access.AccessLog;
import io.freshet.catalog.postgres.PostgresCatalog;
import io.freshet.catalog.protocol.CatalogProtocol;
import io.freshet.catalog.protocol.Json;
import io.freshet.core.server.http.DocumentHandler;
import io.freshet.core.server.http.HttpAddress;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.http.HttpHandlers;
import io.freshet.core.server.http.HttpLimits;
import io.freshet.core.server.http.MetricsHandler;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.Handler;

/** The HTTP server in front of the protocol. */
public final class CatalogDoor {
  // It bounds the heap that bodies and metadata take.
  private static final int MAX_REQUESTS_AT_ONCE = 16;
  // Engines commit every 30 s or so. Their connections must not be cut in between: a request that
  // meets a closing connection is lost, and nobody knows its outcome.
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);
  // A name may hold a slash or a percent sign, and levels are joined by the control character
  // 0x1F. Paths are taken apart before they are decoded, so that none of these is ambiguous here.
  private static final UriCompliance PATHS =
      UriCompliance.DEFAULT.with(
          "catalog",
          Violation.AMBIGUOUS_PATH_SEPARATOR,
          Violation.AMBIGUOUS_PATH_ENCODING,
          Violation.SUSPICIOUS_PATH_CHARACTERS);

  private CatalogDoor() {}

  /**
   * Opens the door.
   *
   * @param access who may come in
   * @param protocol what they are answered
   */
  public static HttpDoor open(
      HttpAddress address,
      int maxRequestBytes,
      Access access,
      CatalogProtocol protocol,
      PostgresCatalog postgres,
      Observed observed) {
    AnswerWriter writer = new AnswerWriter(new Json());
    CatalogHandler handler =
        new CatalogHandler(protocol, access, observed.log(), maxRequestBytes, writer);
    List<Handler> open = new ArrayList<>();
    open.add(DocumentHandler.beside(CatalogDoor.class));
    open.add(new MetricsHandler(observed.metrics()::scrape));
    access.desk().map(desk -> new TokenHandler(desk, observed.log(), writer)).ifPresent(open::add);

    return HttpDoor.open(
            address,
            new HttpLimits(MAX_REQUESTS_AT_ONCE, IDLE_TIMEOUT, PATHS),
            new HttpHandlers(new Handler.Sequence(open), handler),
            postgres::answers)
        .countedIn(observed.metrics());
  }

  /** What is told of requests, in lines and in figures. */
  public record Observed(AccessLog log, PrometheusMeterRegistry metrics) {}
}
