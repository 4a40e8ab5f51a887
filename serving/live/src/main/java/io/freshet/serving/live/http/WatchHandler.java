package io.freshet.serving.live.http;

import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.token.Pass;
import io.freshet.serving.live.watch.OrderFeeds;
import io.freshet.serving.live.watch.Seats;
import io.freshet.serving.live.watch.WatchMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;

/**
 * {@code GET /orders/{market}/{order}/live}: an order's changes, by WebSocket or as an event
 * stream.
 */
final class WatchHandler extends Handler.Abstract {
  /** Nobody has anything to say to us. */
  private static final int MAX_MESSAGE_BYTES = 1024;

  private final Admission admission;
  private final OrderFeeds feeds;
  private final WatchMetrics metrics;
  private final Duration idle;
  private ServerWebSocketContainer container;

  /**
   * @param idle after which a connection is cut on which nothing is sent either way
   */
  WatchHandler(Admission admission, OrderFeeds feeds, WatchMetrics metrics, Duration idle) {
    this.admission = admission;
    this.feeds = feeds;
    this.metrics = metrics;
    this.idle = idle;
  }

  @Override
  protected void doStart() throws Exception {
    container = ServerWebSocketContainer.ensure(getServer());
    container.setIdleTimeout(idle);
    container.setMaxTextMessageSize(MAX_MESSAGE_BYTES);
    container.setMaxBinaryMessageSize(MAX_MESSAGE_BYTES);
    addBean(container);
    super.doStart();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Optional<OrderKey> order = Paths.live(request.getHttpURI().getPath());
    if (order.isEmpty()) {
      return false;
    }
    if (!HttpMethod.GET.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, HttpMethod.GET.asString());
      Reply.of(Problem.of(405, "wrong_method", "An order is watched by GET"))
          .write(response, callback);

      return true;
    }

    return admission
        .customer(request, order.get())
        .fold(
            pass -> seated(pass, request, response, callback),
            problem -> refused(problem, response, callback));
  }

  private boolean seated(Pass pass, Request request, Response response, Callback callback) {
    Seats.Answer answer = feeds.seats().take(pass);
    if (answer instanceof Seats.Refusal refusal) {
      metrics.refused(refusal);

      return refused(problem(refusal), response, callback);
    }
    Seats.Seat seat = (Seats.Seat) answer;
    if (!request.getHeaders().contains(HttpHeader.UPGRADE, "websocket")) {
      EventStreamOutlet.open(feeds, seat, request, response, callback);

      return true;
    }
    boolean isAnswered =
        container.upgrade(
            (upgrade, accepted, created) -> {
              // Compressing would keep a window of every connection in memory.
              accepted.setExtensions(List.of());

              return new WatchSocket(feeds, seat);
            },
            request,
            response,
            callback);
    if (!isAnswered) {
      seat.giveBack();

      return refused(
          Problem.of(400, "no_websocket", "This is no WebSocket handshake of version 13"),
          response,
          callback);
    }

    return true;
  }

  private static boolean refused(Problem problem, Response response, Callback callback) {
    Reply.of(problem).write(response, callback);

    return true;
  }

  private static Problem problem(Seats.Refusal refusal) {
    Problem problem =
        switch (refusal) {
          case FULL ->
              Problem.of(503, "full", "The server has as many watchers as live.max-sockets allows");
          case ORDER_FULL ->
              Problem.of(
                  429,
                  "order_full",
                  "The order has as many watchers as live.max-sockets-per-order allows");
          case DRAINING -> Problem.of(503, "draining", "The server ends; come again");
        };

    return problem.retryLater();
  }
}
