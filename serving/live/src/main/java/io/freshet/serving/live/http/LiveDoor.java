package io.freshet.serving.live.http;

import io.freshet.core.server.http.BearerToken;
import io.freshet.core.server.http.Dependency;
import io.freshet.core.server.http.DocumentHandler;
import io.freshet.core.server.http.DoorErrors;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.http.HttpHandlers;
import io.freshet.core.server.http.HttpLimits;
import io.freshet.core.server.http.MetricsHandler;
import io.freshet.serving.live.LiveSettings;
import io.freshet.serving.live.menu.Menus;
import io.freshet.serving.live.page.PageFiles;
import io.freshet.serving.live.page.StreetMaps;
import io.freshet.serving.live.redis.DocumentReads;
import io.freshet.serving.live.watch.OrderFeeds;
import io.freshet.serving.live.watch.WatchMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.CrossOriginHandler;

/** The HTTP server in front of the orders. */
public final class LiveDoor {
  // They wait for Redis without a thread.
  private static final int MAX_REQUESTS_AT_ONCE = 1000;
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration SHORTEST_IDLE = Duration.ofMinutes(1);

  private LiveDoor() {}

  /**
   * What is behind the door.
   *
   * @param menus empty where there are none
   */
  public record Inside(
      OrderFeeds feeds,
      DocumentReads documents,
      Optional<Menus> menus,
      PrometheusMeterRegistry metrics,
      WatchMetrics watchMetrics) {}

  /**
   * Opens the door.
   *
   * @param redis for {@code /health}
   */
  public static HttpDoor open(LiveSettings settings, Inside inside, Dependency redis) {
    Admission admission =
        new Admission(
            settings.tokens(), new BearerToken(settings.http().token()), settings.origins());
    BodyReader bodies =
        new BodyReader(settings.requests().maxBodyBytes(), "ask for fewer orders at once");
    // Ours cuts what is idle; this one is for what slips through.
    Duration idle = longest(SHORTEST_IDLE, settings.times().idle().multipliedBy(2));
    Handler watching = new WatchHandler(admission, inside.feeds(), inside.watchMetrics(), idle);
    Handler asking =
        new LiveHandler(
            new OrderDoor(admission, inside.documents(), inside.feeds()::staleSince),
            new BatchDoor(
                admission, bodies, inside.documents(), settings.requests().maxBatchOrders()),
            new TokensDoor(admission, bodies, settings.tokens()),
            menus(settings, admission, inside),
            new RequestMetrics(inside.metrics()));

    return HttpDoor.open(
            settings.http().address(),
            new HttpLimits(MAX_REQUESTS_AT_ONCE, idle, UriCompliance.DEFAULT, STOP_TIMEOUT),
            // Watchers are bounded by their seats: they would take the places of all requests.
            new HttpHandlers(
                new Handler.Sequence(
                    DocumentHandler.beside(LiveDoor.class),
                    new MetricsHandler(inside.metrics()::scrape),
                    tracking(settings),
                    crossOrigin(watching, settings.origins())),
                crossOrigin(asking, settings.origins())),
            new DoorErrors(new ProblemErrors()),
            redis)
        .countedIn(inside.metrics());
  }

  private static Handler tracking(LiveSettings settings) {
    StreetMaps maps = settings.maps().map(StreetMaps::withThoseIn).orElseGet(StreetMaps::shipped);

    return new TrackingHandler(PageFiles.load(), maps);
  }

  private static MenuDoors menus(LiveSettings settings, Admission admission, Inside inside) {
    BodyReader bodies =
        new BodyReader(
            settings.menus().limits().maxMenuBytes(),
            "live.max-menu-bytes of the server allows no more");

    return inside
        .menus()
        .map(
            menus -> MenuDoors.of(new MenuDoor(menus), new MenuWriteDoor(admission, bodies, menus)))
        .orElseGet(MenuDoors::none);
  }

  private static Duration longest(Duration some, Duration other) {
    return some.compareTo(other) > 0 ? some : other;
  }

  /**
   * Tells browsers that pages of these origins may come in (the Fetch standard's CORS protocol).
   */
  private static Handler crossOrigin(Handler handler, Set<String> origins) {
    if (origins.isEmpty()) {
      return handler;
    }
    CrossOriginHandler crossOrigin = new CrossOriginHandler();
    crossOrigin.setAllowedOriginPatterns(
        origins.stream().map(Pattern::quote).collect(Collectors.toSet()));
    crossOrigin.setAllowedMethods(Set.of("GET"));
    crossOrigin.setAllowedHeaders(Set.of("Authorization", "*"));
    crossOrigin.setExposedHeaders(Set.of("ETag", "Retry-After", OrderDoor.STALE_SINCE));
    crossOrigin.setAllowCredentials(false);
    // Others are told why they may not.
    crossOrigin.setDeliverNonAllowedOriginRequests(true);
    crossOrigin.setDeliverNonAllowedOriginWebSocketUpgradeRequests(true);
    crossOrigin.setHandler(handler);

    return crossOrigin;
  }
}
