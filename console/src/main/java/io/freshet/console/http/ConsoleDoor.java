package io.freshet.console.http;

import io.freshet.console.login.Login;
import io.freshet.console.metrics.AlertMetrics;
import io.freshet.console.metrics.DeadLetterMetrics;
import io.freshet.console.metrics.FlinkMetrics;
import io.freshet.console.metrics.HistoryMetrics;
import io.freshet.console.metrics.ReceiptMetrics;
import io.freshet.console.metrics.TableMetrics;
import io.freshet.console.page.Pages;
import io.freshet.core.server.http.Dependency;
import io.freshet.core.server.http.DocumentHandler;
import io.freshet.core.server.http.DoorErrors;
import io.freshet.core.server.http.HttpAddress;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.http.HttpHandlers;
import io.freshet.core.server.http.HttpLimits;
import io.freshet.core.server.http.MetricsHandler;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;

/** The HTTP server in front of the pages. */
public final class ConsoleDoor {
  // A page waits a fraction of a second for what it shows, and costs some milliseconds.
  private static final int MAX_REQUESTS_AT_ONCE = 64;
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);
  private static final HttpLimits LIMITS =
      new HttpLimits(MAX_REQUESTS_AT_ONCE, IDLE_TIMEOUT, UriCompliance.DEFAULT, STOP_TIMEOUT);

  private ConsoleDoor() {}

  /**
   * Opens the door.
   *
   * @param allowedHosts by which it may be called beside those of the loopback address
   * @param login by whom people are known; empty where whoever comes may see all
   * @param board for {@code /health}: whether somebody still measures; while catalog or log are
   *     away pages tell what was known, and so that is no reason to start the console anew
   */
  public static HttpDoor open(
      HttpAddress address,
      Set<String> allowedHosts,
      Optional<Login> login,
      Sources sources,
      Dependency board) {
    return open(LIMITS, address, allowedHosts, login, sources, board);
  }

  /** The same with limits of one's own. */
  static HttpDoor open(
      HttpLimits limits,
      HttpAddress address,
      Set<String> allowedHosts,
      Optional<Login> login,
      Sources sources,
      Dependency board) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Router router = new Router(sources, new Pages());
    InstantSource clock = InstantSource.system();
    List.of(
            new TableMetrics(sources::board, clock),
            new ReceiptMetrics(
                sources::receipts, table -> sources.board().table(table).isPresent(), clock),
            new NightlyMetrics(sources::receipts, clock),
            new DeadLetterMetrics(sources::letters),
            new FlinkMetrics(sources::flink, clock),
            new AlertMetrics(sources::alerts))
        .forEach(registry.getPrometheusRegistry()::register);
    registry.getPrometheusRegistry().register(new HistoryMetrics(sources::kept));
    Set<String> hosts = new HashSet<>(allowedHosts);
    login.map(Login::host).ifPresent(hosts::add);
    ConsoleHandler pages =
        new ConsoleHandler(
            router,
            new Visitors(
                login.map(known -> new LoginDoor(known, router, new LoginMetrics(registry), clock)),
                router),
            new QueryDoor(sources, router),
            new Assets(),
            new Hosts(hosts),
            new PageMetrics(registry, sources::board));

    return HttpDoor.open(
            address,
            limits,
            new HttpHandlers(
                new Handler.Sequence(
                    new MetricsHandler(registry::scrape),
                    DocumentHandler.beside(ConsoleDoor.class)),
                pages),
            new DoorErrors(new PageErrors()),
            board)
        .countedIn(registry);
  }
}
