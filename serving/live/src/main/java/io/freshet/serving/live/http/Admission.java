package io.freshet.serving.live.http;

import io.freshet.core.server.http.BearerToken;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.token.OrderTokens;
import io.freshet.serving.live.token.Pass;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Who may come in: customers with an order's token, services with the server's, from where. */
final class Admission {
  private static final String SCHEME = "Bearer ";

  private final OrderTokens tokens;
  private final BearerToken services;
  private final Set<String> origins;

  /**
   * @param origins of pages that may come in, besides those that this server's own address has
   */
  Admission(OrderTokens tokens, BearerToken services, Set<String> origins) {
    this.tokens = tokens;
    this.services = services;
    this.origins = Set.copyOf(origins);
  }

  /** Either what lets a customer in, or why nothing does. */
  record Answer(Optional<Pass> pass, Optional<Problem> problem) {
    private static Answer of(Problem problem) {
      return new Answer(Optional.empty(), Optional.of(problem));
    }

    <T> T fold(Function<Pass, T> admitted, Function<Problem, T> refused) {
      return pass.map(admitted)
          .orElseGet(() -> problem.map(refused).orElseThrow(IllegalStateException::new));
    }
  }

  /** A customer who asks for that order. */
  Answer customer(Request request, OrderKey order) {
    if (!isOriginAllowed(request)) {
      return Answer.of(
          Problem.of(
              403,
              "origin_not_allowed",
              "Pages of this origin may not come in; live.allowed-origins names those that may"));
    }
    Optional<Pass> pass = token(request).flatMap(tokens::pass);
    if (pass.isEmpty()) {
      return Answer.of(
          Problem.of(
              401,
              "unauthorized",
              "An order's token is needed, as Authorization: Bearer or as ?token=, and a good one"));
    }

    return pass.get().order().equals(order)
        ? new Answer(pass, Optional.empty())
        : Answer.of(Problem.of(403, "another_order", "The token opens another order"));
  }

  /** What keeps a service out. */
  Optional<Problem> service(Request request) {
    return services.admits(request.getHeaders().get(HttpHeader.AUTHORIZATION))
        ? Optional.empty()
        : Optional.of(
            Problem.of(401, "unauthorized", "Authorization: Bearer with live.token is needed"));
  }

  /** Pages can send no headers with a WebSocket, nor with an event stream. */
  private static Optional<String> token(Request request) {
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.of(header.substring(SCHEME.length()).strip());
    }

    return Optional.ofNullable(Request.extractQueryParameters(request).getValue("token"));
  }

  /** Only browsers say where a request comes from, and no page can make them say otherwise. */
  private boolean isOriginAllowed(Request request) {
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin == null || origins.contains(origin)) {
      return true;
    }
    try {
      String authority = URI.create(origin).getAuthority();

      return authority != null
          && authority.equalsIgnoreCase(request.getHeaders().get(HttpHeader.HOST));
    } catch (IllegalArgumentException none) { // such as "null"
      return false;
    }
  }
}
