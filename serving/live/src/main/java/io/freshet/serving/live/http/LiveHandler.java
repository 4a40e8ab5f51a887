package io.freshet.serving.live.http;

import io.freshet.core.server.http.Correlation;
import io.freshet.serving.live.order.OrderKey;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads each request that is answered in one piece to its door. */
final class LiveHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(LiveHandler.class);

  private final OrderDoor order;
  private final Door batch;
  private final Door tokens;
  private final MenuDoors menus;
  private final RequestMetrics metrics;

  LiveHandler(
      OrderDoor order,
      BatchDoor batch,
      TokensDoor tokens,
      MenuDoors menus,
      RequestMetrics metrics) {
    this.order = order;
    this.batch = new Door("batch", HttpMethod.POST, batch::answer);
    this.tokens = new Door("tokens", HttpMethod.POST, tokens::answer);
    this.menus = menus;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    List<Door> doors = doors(request.getHttpURI().getPath());
    Optional<Door> door =
        doors.stream().filter(each -> each.method().is(request.getMethod())).findFirst();
    if (door.isPresent()) {
      serve(door.get(), request, response, callback);
    } else if (doors.isEmpty()) {
      Reply.of(
              Problem.of(
                  404,
                  "no_such_door",
                  "There are /orders/{market}/{order_id} and …/live, and"
                      + " /restaurants/{market}/{restaurant_id}/menu: a market has "
                      + OrderKey.MARKET_RULE
                      + ", the others are numbers; /openapi.yaml has all"))
          .write(response, callback);
    } else {
      String methods =
          doors.stream().map(each -> each.method().asString()).collect(Collectors.joining(", "));
      response.getHeaders().put(HttpHeader.ALLOW, methods);
      Reply.of(Problem.of(405, "wrong_method", "Only %s is served here".formatted(methods)))
          .write(response, callback);
    }

    return true;
  }

  /** All that is served at that address. */
  private List<Door> doors(String path) {
    if (path.equals(Paths.BATCH)) {
      return List.of(batch);
    }
    if (path.equals(Paths.TOKENS)) {
      return List.of(tokens);
    }
    Optional<OrderKey> order = Paths.order(path);

    return order.isPresent()
        ? List.of(door(order.get()))
        : Paths.menu(path).map(menus::of).orElse(List.of());
  }

  private Door door(OrderKey key) {
    return new Door("order", HttpMethod.GET, request -> order.answer(request, key));
  }

  private void serve(Door door, Request request, Response response, Callback callback) {
    Timer.Sample sample = metrics.begin();
    CompletionStage<Reply> unused =
        door.service()
            .answer(request)
            .exceptionally(LiveHandler::failed)
            // Redis' own thread reads for everybody.
            .whenCompleteAsync(
                (reply, never) -> {
                  metrics.end(sample, door.name(), reply.status());
                  reply.write(response, callback);
                },
                Correlation.executor(
                    Correlation.span(request), request.getComponents().getExecutor()));
  }

  private static Reply failed(Throwable bug) {
    LOG.error("Request failed", bug);

    return Reply.of(Problem.of(500, "internal", "The server failed; its log says why"));
  }
}
