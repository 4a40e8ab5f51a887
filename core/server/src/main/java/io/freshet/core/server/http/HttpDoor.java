package io.freshet.core.server.http;

import io.freshet.core.server.tls.TlsDoor;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.tracing.Tracing;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server in front of what a part offers; {@code /health} is open to anyone. Each answer
 * says to which trace its request belongs. Closing lets requests that have begun finish, for as
 * long as the limits say.
 */
public final class HttpDoor implements AutoCloseable {
  // Some are Jetty's own.
  private static final int MIN_THREADS = 12;
  // Clients that all come back at once, after a server has gone, wait here and not for their own
  // timeouts. The operating system may allow fewer.
  private static final int ACCEPT_QUEUE = 4096;
  private static final Duration QUEUE_TIMEOUT = Duration.ofSeconds(10);
  private static final String POSTGRES = "postgres";
  private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);

  private final Server server;
  private final DoorConnector connector;
  private final DoorConnections connections;

  private HttpDoor(Server server, DoorConnector connector, DoorConnections connections) {
    this.server = server;
    this.connector = connector;
    this.connections = connections;
  }

  /**
   * Opens the door of a server that rests on Postgres and refuses as {@link Refusal} has it.
   *
   * @param handlers answer all but {@code /health}; who may ask is theirs to decide
   * @param answers whether Postgres answers now; may take a while
   * @throws FreshetException {@code CALLER} when the address is taken
   */
  public static HttpDoor open(
      HttpSettings settings, HttpLimits limits, HttpHandlers handlers, BooleanSupplier answers) {
    return open(settings.address(), limits, handlers, answers);
  }

  /**
   * As {@link #open(HttpSettings, HttpLimits, HttpHandlers, BooleanSupplier)}, whoever opens it.
   */
  public static HttpDoor open(
      HttpAddress address, HttpLimits limits, HttpHandlers handlers, BooleanSupplier answers) {
    return open(
        address,
        limits,
        handlers,
        new DoorErrors(new JsonErrors()),
        new Dependency(POSTGRES, answers));
  }

  /**
   * Opens the door.
   *
   * @param handlers answer all but {@code /health}
   * @param errors tells what Jetty itself refuses, and what failed within
   * @throws FreshetException {@code CALLER} when the address is taken
   */
  public static HttpDoor open(
      HttpAddress address,
      HttpLimits limits,
      HttpHandlers handlers,
      Request.Handler errors,
      Dependency dependency) {
    // Twice as many threads as requests: while a store is away each request waits for it, and
    // /health must still be answered.
    QueuedThreadPool threads =
        new QueuedThreadPool(Math.max(MIN_THREADS, 2 * limits.requestsAtOnce()));
    threads.setName("http");
    Server server = new Server(threads);
    Optional<TlsDoor> tls = address.tls().files().map(TlsDoor::new);
    DoorConnector connector = connector(server, tls, limits);
    connector.setHost(address.host());
    connector.setPort(address.port());
    DoorConnections connections = new DoorConnections(address.connections());
    connector.getSelectorManager().addEventListener(connections);
    server.addConnector(connector);
    server.setErrorHandler(errors);
    server.setHandler(
        new GracefulHandler(
            connector.noting(
                new Handler.Sequence(
                    new HealthHandler(
                        dependency.name(), new Health(dependency.answers(), System::nanoTime)),
                    new CorrelatedHandler(handlers.open(), Tracing.off()),
                    bounded(
                        new CorrelatedHandler(handlers.bounded(), handlers.tracing()), limits)))));
    server.setStopTimeout(limits.stopTimeout().toMillis());
    HttpDoor door = new HttpDoor(server, connector, connections);
    door.start(address);
    tls.ifPresent(door::watch);

    return door;
  }

  /** Counts its connections among the part's metrics. */
  public HttpDoor countedIn(MeterRegistry registry) {
    Gauge.builder("freshet.door.connections", connections, DoorConnections::held)
        .description("Connections that are open")
        .register(registry);
    FunctionCounter.builder(
            "freshet.door.refused.connections", connections, DoorConnections::refused)
        .description("Connections that were closed at once, being beyond a limit")
        .register(registry);

    return this;
  }

  public int port() {
    return connector.getLocalPort();
  }

  /** Where it is open, such as {@code https://0.0.0.0:8484}. */
  public String url() {
    boolean tls = connector.getConnectionFactory(SslConnectionFactory.class) != null;

    return "%s://%s:%d".formatted(tls ? "https" : "http", connector.getHost(), port());
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (TimeoutException e) {
      // It is closed all the same, and others wait to be closed after it.
      LOG.warn("Requests cut off by a stop limit_ms={}", server.getStopTimeout());
    } catch (Exception e) { // Jetty declares no narrower one.
      throw new FreshetException(Fault.OURS, "Cannot stop the HTTP server", e);
    }
  }

  private void watch(TlsDoor tls) {
    tls.watch(connector.getScheduler());
  }

  /** With TLS there is no other way in: what does not begin with a handshake is cut off. */
  private static DoorConnector connector(Server server, Optional<TlsDoor> tls, HttpLimits limits) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setUriCompliance(limits.paths());
    // Whoever asks by address, as Kubernetes' probes do, names no host of the certificate.
    tls.ifPresent(door -> http.addCustomizer(new SecureRequestCustomizer(false)));
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    DoorConnector connector =
        tls.map(door -> new DoorConnector(server, limits, door.before(plain.getProtocol()), plain))
            .orElseGet(() -> new DoorConnector(server, limits, plain));
    connector.setAcceptQueueSize(ACCEPT_QUEUE);

    return connector;
  }

  /** Further requests wait for their turn, and are told 503 when it does not come. */
  private static Handler bounded(Handler handler, HttpLimits limits) {
    QoSHandler bounded = new QoSHandler(handler);
    bounded.setMaxRequestCount(limits.requestsAtOnce());
    bounded.setMaxSuspend(QUEUE_TIMEOUT);

    return bounded;
  }

  private void start(HttpAddress address) {
    try {
      server.start();
    } catch (Exception e) { // Jetty declares no narrower one.
      close();
      throw new FreshetException(
          Fault.CALLER,
          "Cannot listen on %1$s: %2$s; set %3$s.host and %3$s.port to an address that is free"
              .formatted(address, e.getMessage(), address.part()),
          e);
    }
  }
}
