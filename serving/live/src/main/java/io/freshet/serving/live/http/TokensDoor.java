package io.freshet.serving.live.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.serving.live.token.OrderTokens;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.server.Request;

/** {@code POST /tokens}: a token that opens one order, to a service that hands it to a customer. */
final class TokensDoor {
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
                    ? JsonObjects.read(body).then(TokenWish::read).fold(this::issue, Reply::of)
                    : Reply.of(bodies.problem(failure)));
  }

  private Reply issue(TokenWish wish) {
    OrderTokens.Token token = tokens.issue(wish.order(), wish.life());

    return Reply.json(
        JsonNodeFactory.instance
            .objectNode()
            .put("token", token.text())
            .put("expires_at", token.expiresAt().toString()));
  }
}
