package io.freshet.catalog.http;

import io.freshet.catalog.postgres.PostgresCatalog;
import io.freshet.catalog.protocol.CatalogProtocol;
import io.freshet.catalog.protocol.Json;
import io.freshet.core.toolkit.BearerToken;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Health;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server in front of the protocol. Closing lets requests that have begun finish. */
public final class HttpDoor implements AutoCloseable {
  private static final int MAX_THREADS = 32;
  // Half of the threads: while the store is away, each request waits for it for a minute or two,
  // and /health must still be answered. It also bounds the heap that bodies and metadata take.
  private static final int MAX_REQUESTS_AT_ONCE = 16;
  private static final Duration QUEUE_TIMEOUT = Duration.ofSeconds(10);
  // Engines commit every 30 s or so. Their connections must not be cut in between: a request that
  // meets a closing connection is lost, and nobody knows its outcome.
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
  // A name may hold a slash or a percent sign, and levels are joined by the control character
  // 0x1F. Paths are taken apart before they are decoded, so that none of these is ambiguous here.
  private static final UriCompliance PATHS =
      UriCompliance.DEFAULT.with(
          "catalog",
          Violation.AMBIGUOUS_PATH_SEPARATOR,
          Violation.AMBIGUOUS_PATH_ENCODING,
          Violation.SUSPICIOUS_PATH_CHARACTERS);

  private final Server server;
  private final ServerConnector connector;

  private HttpDoor(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Opens the door.
   *
   * @param clientDefaults what clients are told to use unless they know better; no secrets
   */
  public static HttpDoor open(
      HttpSettings settings, PostgresCatalog postgres, Map<String, String> clientDefaults) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("http");
    Server server = new Server(threads);
    ServerConnector connector = connector(server, settings);
    server.addConnector(connector);

    Json json = new Json();
    AnswerWriter writer = new AnswerWriter(json);
    server.setErrorHandler(new JsonErrors(writer));
    CatalogHandler handler =
        new CatalogHandler(
            new CatalogProtocol(postgres, json, clientDefaults),
            new BearerToken(settings.token()),
            settings.maxRequestBytes(),
            writer);
    server.setHandler(
        new GracefulHandler(
            new Handler.Sequence(
                new HealthHandler(new Health(postgres::answers, System::nanoTime)),
                bounded(handler))));
    server.setStopTimeout(STOP_TIMEOUT.toMillis());

    HttpDoor door = new HttpDoor(server, connector);
    door.start(settings);

    return door;
  }

  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) { // Jetty declares no narrower one.
      throw new FreshetException(Fault.OURS, "Cannot stop the HTTP server", e);
    }
  }

  private static ServerConnector connector(Server server, HttpSettings settings) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setUriCompliance(PATHS);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());

    return connector;
  }

  /** Further requests wait for their turn, and are told 503 when it does not come. */
  private static Handler bounded(Handler handler) {
    QoSHandler bounded = new QoSHandler(handler);
    bounded.setMaxRequestCount(MAX_REQUESTS_AT_ONCE);
    bounded.setMaxSuspend(QUEUE_TIMEOUT);

    return bounded;
  }

  private void start(HttpSettings settings) {
    try {
      server.start();
    } catch (Exception e) { // Jetty declares no narrower one.
      close();
      throw new FreshetException(
          Fault.CALLER,
          "Cannot listen on %s: %s; set catalog.host and catalog.port to an address that is free"
              .formatted(settings, e.getMessage()),
          e);
    }
  }
}
