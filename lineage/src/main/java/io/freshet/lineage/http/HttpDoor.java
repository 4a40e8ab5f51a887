package io.freshet.lineage.http;

import io.freshet.core.toolkit.BearerToken;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Health;
import io.freshet.lineage.event.EventReader;
import io.freshet.lineage.store.LineageStore;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server in front of the graph. Closing lets requests that have begun finish. */
public final class HttpDoor implements AutoCloseable {
  private static final int MAX_THREADS = 12;
  // As many as there are connections to Postgres. With lineage.max-event-bytes it bounds what
  // events
  // take of the heap: each that is read some ten times its bytes, about 40 MB by default.
  private static final int MAX_REQUESTS_AT_ONCE = 4;
  private static final Duration QUEUE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  private final Server server;
  private final ServerConnector connector;

  private HttpDoor(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  public static HttpDoor open(HttpSettings settings, LineageStore store, EventReader reader) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("http");
    Server server = new Server(threads);
    ServerConnector connector = connector(server, settings);
    server.addConnector(connector);
    server.setErrorHandler(new JsonErrors());
    LineageHandler handler =
        new LineageHandler(
            store, reader, new BearerToken(settings.token()), settings.maxEventBytes());
    server.setHandler(
        new GracefulHandler(
            new Handler.Sequence(
                new HealthHandler(new Health(store::answers, System::nanoTime)),
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
          "Cannot listen on %s: %s; set lineage.host and lineage.port to an address that is free"
              .formatted(settings, e.getMessage()),
          e);
    }
  }
}
