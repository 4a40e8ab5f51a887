package io.freshet.serving.live.http;

import io.freshet.serving.live.order.OrderKey;
import io.micrometer.core.instrument.Timer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
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
  private final RequestMetrics metrics;

  LiveHandler(OrderDoor order, BatchDoor batch, TokensDoor tokens, RequestMetrics metrics) {
    this.order = order;
    this.batch = new Door("batch", HttpMethod.POST, batch::answer);
    this.tokens = new Door("tokens", HttpMethod.POST, tokens::answer);
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Optional<Door> door = door(request.getHttpURI().getPath());
    if (door.isEmpty()) {
      Reply.of(
              Problem.of(
                  404,
                  "no_such_door",
                  "There are GET /orders/{market}/{order_id} and …/live; /openapi.yaml has all"))
          .write(response, callback);
    } else if (!door.get().method().is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, door.get().method().asString());
      Reply.of(
              Problem.of(
                  405, "wrong_method", "Only %s is served here".formatted(door.get().method())))
          .write(response, callback);
    } else {
      serve(door.get(), request, response, callback);
    }

    return true;
  }

  private Optional<Door> door(String path) {
    if (path.equals(Paths.BATCH)) {
      return Optional.of(batch);
    }
    if (path.equals(Paths.TOKENS)) {
      return Optional.of(tokens);
    }

    return Paths.order(path).map(this::door);
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
                request.getComponents().getExecutor());
  }

  private static Reply failed(Throwable bug) {
    LOG.error("Request failed", bug);

    return Reply.of(Problem.of(500, "internal", "The server failed; its log says why"));
  }
}
