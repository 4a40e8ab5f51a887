package io.freshet.serving.live.http;

import io.freshet.serving.live.order.OrderDocument;
import io.freshet.serving.live.redis.DocumentReads;
import java.nio.ByteBuffer;
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
        .handle(
            (body, failure) ->
                failure == null
                    ? BatchBody.read(body, maxOrders)
                    : BatchBody.Read.of(bodies.problem(failure)))
        .thenCompose(this::answer);
  }

  private CompletionStage<Reply> answer(BatchBody.Read read) {
    if (read.problem().isPresent()) {
      return CompletableFuture.completedFuture(Reply.of(read.problem().get()));
    }
    List<String> names = new ArrayList<>(read.orders().size());
    read.orders().forEach(order -> names.add(order.redisName()));

    return documents
        .readAll(names)
        .thenApply(found -> Reply.json(joined(found)))
        .exceptionally(away -> Reply.of(Problem.redisAway()));
  }

  /** Into one array of the length that it will have. */
  private static byte[] joined(List<Optional<byte[]>> found) {
    byte[][] parts = new byte[found.size()][];
    int length = BEGIN.length + Math.max(0, found.size() - 1) + END.length;
    for (int i = 0; i < parts.length; i++) {
      parts[i] = found.get(i).flatMap(OrderDocument::of).map(OrderDocument::json).orElse(NONE);
      length += parts[i].length;
    }
    ByteBuffer json = ByteBuffer.allocate(length).put(BEGIN);
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        json.put((byte) ',');
      }
      json.put(parts[i]);
    }

    return json.put(END).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
