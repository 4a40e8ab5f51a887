package io.freshet.serving.live.http;

import io.freshet.serving.live.order.OrderDocument;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.redis.DocumentReads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** {@code GET /orders/{market}/{order_id}}: the document as Redis has it now. */
final class OrderDoor {
  private final Admission admission;
  private final DocumentReads documents;

  OrderDoor(Admission admission, DocumentReads documents) {
    this.admission = admission;
    this.documents = documents;
  }

  CompletionStage<Reply> answer(Request request, OrderKey order) {
    String known = request.getHeaders().get(HttpHeader.IF_NONE_MATCH);

    return admission
        .customer(request, order)
        .fold(
            pass -> read(order, Optional.ofNullable(known)),
            problem -> CompletableFuture.completedFuture(Reply.of(problem)));
  }

  private CompletionStage<Reply> read(OrderKey order, Optional<String> known) {
    return documents
        .read(order.redisName())
        .thenApply(json -> reply(order, json.flatMap(OrderDocument::of), known))
        .exceptionally(away -> Reply.of(Problem.redisAway()));
  }

  private static Reply reply(
      OrderKey order, Optional<OrderDocument> found, Optional<String> known) {
    if (found.isEmpty()) {
      return Reply.of(
          Problem.of(404, "no_such_order", "Nothing is known of order %s".formatted(order)));
    }
    String tag = "\"%s\"".formatted(found.get().version());
    Reply reply =
        known.map(tags -> holds(tags, tag)).orElse(false)
            ? Reply.notModified()
            : Reply.json(found.get().json());

    return reply.with(HttpHeader.ETAG, tag);
  }

  /** By RFC 9110's weak comparison. */
  private static boolean holds(String tags, String tag) {
    return Stream.of(tags.split(","))
        .map(String::strip)
        .map(each -> each.startsWith("W/") ? each.substring(2) : each)
        .anyMatch(each -> each.equals("*") || each.equals(tag));
  }
}
