package io.freshet.serving.live;

import io.freshet.core.server.http.Dependency;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.logs.LogFormat;
import io.freshet.core.server.traces.SpanMetrics;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
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
import java.util.ArrayDeque;
import java.util.Deque;
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
  private final Deque<Runnable> closing;

  private LiveServer(HttpDoor door, Deque<Runnable> closing) {
    this.door = door;
    this.closing = closing;
  }

  /** Usage: {@code LiveServer [--profile FILE] [--some.key=value]}. */
  public static void main(String[] args) {
    try {
      Settings settings = Settings.forProcess(args, System.getenv());
      LogFormat.from(settings).install(SERVICE);
      LiveSettings liveSettings = LiveSettings.from(settings);
      LOG.info("Live server starting settings={}", settings.effective());
      LiveServer server = start(liveSettings);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    } catch (FreshetException e) {
      System.err.println(e.getMessage());
      System.exit(e.fault().exitCode());
    }
  }

  /**
   * Starts it.
   *
   * @throws FreshetException {@code DEPENDENCY} when Redis is away, {@code CALLER} when the address
   *     is taken
   */
  static LiveServer start(LiveSettings settings) {
    // Newest first.
    Deque<Runnable> closing = new ArrayDeque<>();
    try {
      HttpDoor door = open(settings, closing);
      LOG.info("Live server ready url={}", door.url());

      return new LiveServer(door, closing);
    } catch (RuntimeException e) {
      closing.forEach(LiveServer::closeOne);
      throw e;
    }
  }

  private static HttpDoor open(LiveSettings settings, Deque<Runnable> closing) {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    WatchMetrics watchMetrics = new WatchMetrics(metrics);
    Tracing tracing = Tracing.open(settings.tracing(), SERVICE);
    closing.push(tracing::close);
    SpanMetrics.register(metrics, "freshet.live.spans", tracing);
    LettuceDocuments documents =
        LettuceDocuments.connect(settings.redis(), settings.startTimeout());
    closing.push(documents::close);
    OrderFeeds feeds =
        OrderFeeds.open(
            documents,
            settings.limits(),
            settings.times(),
            WatchClock.system(),
            watchMetrics,
            tracing);
    closing.push(feeds::close);
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
    menus.ifPresent(each -> closing.push(each::close));
    HttpDoor door =
        LiveDoor.open(
            settings,
            new LiveDoor.Inside(feeds, new DocumentReads(documents), menus, metrics, watchMetrics),
            new Dependency("redis", () -> answers(documents)));
    closing.push(door::close);
    closing.push(() -> feeds.drain(settings.drain()));

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
    closing.forEach(LiveServer::closeOne);
    LOG.info("Live server stopped");
  }

  /** What can't be closed does not keep the rest from it. */
  private static void closeOne(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException e) {
      LOG.error("A part of the live server does not close", e);
    }
  }
}
