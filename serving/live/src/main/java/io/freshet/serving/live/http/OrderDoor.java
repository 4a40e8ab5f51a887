package io.freshet.serving.live.http;

import io.freshet.core.server.page.EntityTags;
import io.freshet.serving.live.order.OrderDocument;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.redis.DocumentReads;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * {@code GET /orders/{market}/{order_id}}: the document as Redis has it now, and since when it may
 * be out of date where the job that writes it is silent or behind.
 */
final class OrderDoor {
  /** As watchers are told by a message. */
  static final String STALE_SINCE = "Freshet-Stale-Since";

  private final Admission admission;
  private final DocumentReads documents;
  private final Supplier<Optional<Instant>> staleSince;

  /**
   * @param staleSince since when nobody can say whether there is something newer of any order
   */
  OrderDoor(Admission admission, DocumentReads documents, Supplier<Optional<Instant>> staleSince) {
    this.admission = admission;
    this.documents = documents;
    this.staleSince = staleSince;
  }

  CompletionStage<Reply> answer(Request request, OrderKey order) {
    String known = request.getHeaders().get(HttpHeader.IF_NONE_MATCH);

    return admission
        .customer(request, order)
        .fold(
            pass -> read(order, known),
            problem -> CompletableFuture.completedFuture(Reply.of(problem)));
  }

  private CompletionStage<Reply> read(OrderKey order, String known) {
    return documents
        .read(order.redisName())
        .thenApply(json -> reply(order, json.flatMap(OrderDocument::of), known))
        .exceptionally(away -> Reply.of(Problem.redisAway()));
  }

  private Reply reply(OrderKey order, Optional<OrderDocument> found, String known) {
    if (found.isEmpty()) {
      return Reply.of(
          Problem.of(
              404,
              "no_such_order",
              "Nothing is known of order %s: no step of it came to Redis, or it ended long ago"
                  .formatted(order)));
    }
    String tag = "\"%s\"".formatted(found.get().version());
    Reply bare = EntityTags.hold(known, tag) ? Reply.notModified() : Reply.json(found.get().json());
    Reply reply = bare.with(HttpHeader.ETAG, tag);

    return staleSince.get().map(since -> reply.with(STALE_SINCE, since.toString())).orElse(reply);
  }
}
