package io.freshet.serving.live.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.serving.live.order.OrderDocument;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.redis.DocumentReads;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.server.Request;

/** {@code POST /orders:batch}: many documents for a service, handed on as they are. */
final class BatchDoor {
  private static final byte[] BEGIN = ascii("{\"orders\":[");
  private static final byte[] END = ascii("]}");
  private static final byte[] NONE = ascii("null");

  private final Admission admission;
  private final BodyReader bodies;
  private final DocumentReads documents;
  private final int maxOrders;

  BatchDoor(Admission admission, BodyReader bodies, DocumentReads documents, int maxOrders) {
    this.admission = admission;
    this.bodies = bodies;
    this.documents = documents;
    this.maxOrders = maxOrders;
  }

  CompletionStage<Reply> answer(Request request) {
    Optional<Problem> stranger = admission.service(request);
    if (stranger.isPresent()) {
      return CompletableFuture.completedFuture(Reply.of(stranger.get()));
    }

    return bodies
        .read(request)
        .handle((body, failure) -> failure == null ? wish(body) : Wish.of(bodies.problem(failure)))
        .thenCompose(this::answer);
  }

  /** Orders, or why there are none. */
  private record Wish(List<OrderKey> orders, Optional<Problem> problem) {
    static Wish of(Problem problem) {
      return new Wish(List.of(), Optional.of(problem));
    }
  }

  private Wish wish(byte[] body) {
    JsonObjects.Read read = JsonObjects.read(body);
    if (read.problem().isPresent()) {
      return Wish.of(read.problem().get());
    }
    JsonNode names = read.json().orElseThrow().path("orders");
    if (!names.isArray()) {
      return Wish.of(
          Problem.of(
              422, "invalid_value", "Send {\"orders\": [{\"market\": \"…\", \"order_id\": 17}]}"));
    }
    if (names.size() > maxOrders) {
      return Wish.of(
          Problem.of(
              413,
              "too_many_orders",
              "There are %d orders; live.max-batch-orders allows %d"
                  .formatted(names.size(), maxOrders)));
    }
    List<OrderKey> orders = new ArrayList<>(names.size());
    for (JsonNode name : names) {
      Optional<OrderKey> order = OrderNames.read(name);
      if (order.isEmpty()) {
        return Wish.of(
            Problem.of(
                422,
                "invalid_value",
                "#/orders/%d is no order: a market and a whole order_id are wanted"
                    .formatted(orders.size())));
      }
      orders.add(order.get());
    }

    return new Wish(orders, Optional.empty());
  }

  private CompletionStage<Reply> answer(Wish wish) {
    if (wish.problem().isPresent()) {
      return CompletableFuture.completedFuture(Reply.of(wish.problem().get()));
    }

    return documents
        .readAll(wish.orders().stream().map(OrderKey::redisName).toList())
        .thenApply(found -> Reply.json(joined(found)))
        .exceptionally(away -> Reply.of(Problem.redisAway()));
  }

  private static byte[] joined(List<Optional<byte[]>> found) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    json.writeBytes(BEGIN);
    for (int i = 0; i < found.size(); i++) {
      if (i > 0) {
        json.write(',');
      }
      json.writeBytes(
          found.get(i).flatMap(OrderDocument::of).map(OrderDocument::json).orElse(NONE));
    }
    json.writeBytes(END);

    return json.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
