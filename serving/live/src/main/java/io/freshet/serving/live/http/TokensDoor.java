package io.freshet.serving.live.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.token.OrderTokens;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.server.Request;

/** {@code POST /tokens}: a token that opens one order, to a service that hands it to a customer. */
final class TokensDoor {
  private static final String SECONDS = "seconds";
  private static final Set<String> MEMBERS = Set.of("market", "order_id", SECONDS);

  private final Admission admission;
  private final BodyReader bodies;
  private final OrderTokens tokens;

  TokensDoor(Admission admission, BodyReader bodies, OrderTokens tokens) {
    this.admission = admission;
    this.bodies = bodies;
    this.tokens = tokens;
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
                    ? JsonObjects.read(body).fold(this::answer, Reply::of)
                    : Reply.of(bodies.problem(failure)));
  }

  private Reply answer(JsonNode wish) {
    Optional<OrderKey> order = OrderNames.read(wish);
    boolean isKnown =
        wish.isObject()
            && wish.properties().stream().allMatch(each -> MEMBERS.contains(each.getKey()));
    if (order.isEmpty() || !isKnown) {
      return Reply.of(
          Problem.of(
              422,
              "invalid_value",
              "Send {\"market\": \"…\", \"order_id\": 17, \"seconds\": 10800}; the last may be"
                  + " left out"));
    }
    JsonNode seconds = wish.path(SECONDS);
    long life = seconds.asLong(OrderTokens.USUAL_LIFE.toSeconds());
    if (!(seconds.isMissingNode() || seconds.isInt())
        || life < 1
        || life > OrderTokens.MAX_LIFE.toSeconds()) {
      return Reply.of(
          Problem.of(
              422,
              "invalid_value",
              "seconds is %s; it must be between 1 and %d"
                  .formatted(seconds, OrderTokens.MAX_LIFE.toSeconds())));
    }
    OrderTokens.Token token = tokens.issue(order.get(), Duration.ofSeconds(life));

    return Reply.json(
        JsonNodeFactory.instance
            .objectNode()
            .put("token", token.text())
            .put("expires_at", token.expiresAt().toString()));
  }
}
