package io.freshet.serving.live;

import io.freshet.core.server.http.Dependency;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.process.Closing;
import io.freshet.core.server.process.ServerStart;
import io.freshet.core.server.traces.SpanMetrics;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.tracing.Tracing;
import io.freshet.serving.live.http.LiveDoor;
import io.freshet.serving.live.menu.Menus;
import io.freshet.serving.live.redis.DocumentReads;
import io.freshet.serving.live.redis.Documents;
import io.freshet.serving.live.redis.LettuceDocuments;
import io.freshet.serving.live.watch.OrderFeeds;
import io.freshet.serving.live.watch.WatchClock;
import io.freshet.serving.live.watch.WatchMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live server. Started by {@code main} as a process of its own; stopped by SIGTERM, upon which
 * watchers are sent away one after the other, to come back to another server. It holds nothing that
 * Redis or Postgres do not have: any number of them may stand side by side.
 */
public final class LiveServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveServer.class);
  private static final String SERVICE = "live";
  private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(2);

  private final HttpDoor door;
  private final Closing closing;

  private LiveServer(HttpDoor door, Closing closing) {
    this.door = door;
    this.closing = closing;
  }

  /** Usage: {@code LiveServer [--profile FILE] [--some.key=value]}. */
  public static void main(String[] args) {
    ServerStart.run(SERVICE, args, LiveSettings::from, settings -> start(settings)::close);
  }

  /**
   * Starts it.
   *
   * @throws FreshetException {@code DEPENDENCY} when Redis is away, {@code CALLER} when the address
   *     is taken
   */
  static LiveServer start(LiveSettings settings) {
    Closing closing = new Closing();
    try {
      HttpDoor door = open(settings, closing);
      LOG.info("Live server ready url={}", door.url());

      return new LiveServer(door, closing);
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  private static HttpDoor open(LiveSettings settings, Closing closing) {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    WatchMetrics watchMetrics = new WatchMetrics(metrics);
    Tracing tracing = Tracing.open(settings.tracing(), SERVICE);
    closing.push("tracing", tracing::close);
    SpanMetrics.register(metrics, "freshet.live.spans", tracing);
    LettuceDocuments documents =
        LettuceDocuments.connect(settings.redis(), settings.startTimeout());
    closing.push("documents", documents::close);
    OrderFeeds feeds =
        OrderFeeds.open(
            documents,
            settings.limits(),
            settings.times(),
            WatchClock.system(),
            watchMetrics,
            tracing);
    closing.push("feeds", feeds::close);
    Optional<Menus> menus =
        settings
            .menus()
            .postgres()
            .map(
                postgres ->
                    Menus.open(
                        postgres,
                        settings.menus(),
                        documents.another(),
                        metrics,
                        InstantSource.system()));
    menus.ifPresent(each -> closing.push("menus", each::close));
    HttpDoor door =
        LiveDoor.open(
            settings,
            new LiveDoor.Inside(feeds, new DocumentReads(documents), menus, metrics, watchMetrics),
            new Dependency("redis", () -> answers(documents)));
    closing.push("door", door::close);
    closing.push("watchers", () -> feeds.drain(settings.drain()));

    return door;
  }

  private static boolean answers(Documents documents) {
    try {
      documents.ping().toCompletableFuture().get(HEALTH_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);

      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();

      return false;
    } catch (ExecutionException | TimeoutException away) {
      return false;
    }
  }

  int port() {
    return door.port();
  }

  @Override
  public void close() {
    closing.close();
    LOG.info("Live server stopped");
  }
}
