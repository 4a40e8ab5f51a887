package io.freshet.catalog.http;

import io.freshet.catalog.postgres.PostgresCatalog;
import io.freshet.catalog.protocol.CatalogProtocol;
import io.freshet.catalog.protocol.Json;
import io.freshet.catalog.protocol.Locations;
import io.freshet.core.server.http.BearerToken;
import io.freshet.core.server.http.DocumentHandler;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.http.HttpHandlers;
import io.freshet.core.server.http.HttpLimits;
import io.freshet.core.server.http.HttpSettings;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;

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
   * @param clientDefaults what clients are told to use unless they know better; no secrets
   */
  public static HttpDoor open(
      HttpSettings settings,
      int maxRequestBytes,
      PostgresCatalog postgres,
      Locations locations,
      Map<String, String> clientDefaults) {
    Json json = new Json();
    CatalogHandler handler =
        new CatalogHandler(
            new CatalogProtocol(postgres, json, locations, clientDefaults),
            new BearerToken(settings.token()),
            maxRequestBytes,
            new AnswerWriter(json));

    return HttpDoor.open(
        settings,
        new HttpLimits(MAX_REQUESTS_AT_ONCE, IDLE_TIMEOUT, PATHS),
        new HttpHandlers(DocumentHandler.beside(CatalogDoor.class), handler),
        postgres::answers);
  }
}
