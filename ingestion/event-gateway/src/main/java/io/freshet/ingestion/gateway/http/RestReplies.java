package io.freshet.ingestion.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.core.envelope.json.JsonText;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.gateway.admission.Sender;
import io.freshet.ingestion.gateway.restproxy.RestProxyError;
import io.freshet.ingestion.gateway.restproxy.RestProxyException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Bodies as the REST Proxy's clients send and read them. */
final class RestReplies {
  static final String MEDIA_TYPE = "application/vnd.kafka.v2+json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private RestReplies() {}

  static Reply of(JsonNode body) {
    return Reply.of(200, MEDIA_TYPE, body);
  }

  static Reply noContent() {
    return new Reply(204, MEDIA_TYPE, new byte[0], Optional.empty());
  }

  /** The body as a tree; an empty object where there is none. */
  static JsonNode tree(byte[] body) {
    return body.length == 0
        ? JSON.createObjectNode()
        : JsonText.of(body).read(parser -> JSON.<JsonNode>readTree(parser));
  }

  static Reply refuse(Problem problem) {
    RestProxyError error =
        switch (problem.status()) {
          case 400 -> RestProxyError.MALFORMED;
          case 401 -> RestProxyError.UNAUTHORIZED;
          case 403 -> RestProxyError.FORBIDDEN;
          case 404 -> RestProxyError.NO_TOPIC;
          case 405 -> RestProxyError.METHOD;
          case 408 -> RestProxyError.TIMEOUT;
          case 413 -> RestProxyError.TOO_LARGE;
          case 415 -> RestProxyError.MEDIA_TYPE;
          case 422 -> RestProxyError.NOT_CONVERTED;
          case 429 -> RestProxyError.TOO_MANY;
          case 503 -> RestProxyError.KAFKA_AWAY;
          default -> problem.status() < 500 ? RestProxyError.MALFORMED : RestProxyError.KAFKA;
        };

    return error(error, problem.detail()).retryAfter(problem.retryAfter());
  }

  static Reply error(RestProxyError error, String message) {
    return Reply.of(
        error.status(),
        MEDIA_TYPE,
        JsonNodeFactory.instance
            .objectNode()
            .put("error_code", error.code())
            .put("message", message));
  }

  /** The answer, or how it was refused; what else fails is for the handler. */
  static CompletableFuture<Reply> answering(Supplier<CompletableFuture<Reply>> work) {
    try {
      return work.get().exceptionally(RestReplies::failed);
    } catch (RestProxyException e) {
      return CompletableFuture.completedFuture(failed(e));
    }
  }

  /** Reading is for services: what a page or a phone can show, others can read out of it. */
  static void requireService(Sender sender) {
    if (!sender.mayRead()) {
      throw new RestProxyException(
          RestProxyError.FORBIDDEN,
          "Web pages and short-lived tokens read nothing; a service does, with its key");
    }
  }

  private static Reply failed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof RestProxyException refused) {
      Reply reply = error(refused.error(), refused.getMessage());

      return refused.error().status() == 503 || refused.error().status() == 429
          ? reply.retryAfter(Optional.of(GatewayHandler.RETRY_AFTER))
          : reply;
    }
    if (cause instanceof FreshetException known && known.fault() == Fault.CALLER) {
      return error(RestProxyError.INVALID_REQUEST, known.getMessage());
    }
    throw failure instanceof CompletionException wrapped
        ? wrapped
        : new CompletionException(failure);
  }
}
