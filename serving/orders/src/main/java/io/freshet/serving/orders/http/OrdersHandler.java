package io.freshet.serving.orders.http;

import io.freshet.core.server.http.BearerToken;
import io.freshet.core.server.http.Correlation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Leads requests of those who have the token to their call. */
final class OrdersHandler extends Handler.Abstract {
  private static final String REFUSED = "refused";

  /** With what is answered before a body is read, or before all of it is. */
  private static final Set<Integer> BODY_UNREAD = Set.of(401, 404, 405, 413);

  private final Calls calls;
  private final BearerToken token;
  private final RequestMetrics metrics;

  OrdersHandler(Calls calls, BearerToken token, RequestMetrics metrics) {
    this.calls = calls;
    this.token = token;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = request.getHttpURI().getPath();
    List<String> methods = Route.methods(path);
    Optional<Route> route = Route.of(request.getMethod(), path);
    Reply reply;
    if (methods.isEmpty()) {
      reply = refuse(404, "no_such_door", "There is /orders; /openapi.yaml has all");
    } else if (route.isEmpty()) {
      reply =
          refuse(405, "wrong_method", "Here there is " + String.join(" and ", methods))
              .with(HttpHeader.ALLOW.asString(), String.join(", ", methods));
    } else if (!token.admits(request.getHeaders().get(HttpHeader.AUTHORIZATION))) {
      reply =
          refuse(
              401,
              "unauthorized",
              "The request needs the header Authorization: Bearer with orders.token");
    } else {
      reply = serve(request, route.get());
    }
    boolean mayBeUnread = BODY_UNREAD.contains(reply.status()) && hasBody(request);
    (mayBeUnread ? reply.closing() : reply).write(response, callback);

    return true;
  }

  private static boolean hasBody(Request request) {
    return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }

  private Reply refuse(int status, String cause, String detail) {
    metrics.begin(REFUSED).end(status);

    return Reply.of(Problem.of(status, cause, detail));
  }

  private Reply serve(Request request, Route route) {
    RequestMetrics.Running running = metrics.begin(route.call().label());
    Correlation.span(request).named(request.getMethod() + " " + route.call().label());
    Reply reply;
    try {
      reply = calls.answer(route, request);
    } catch (RuntimeException e) { // otherwise clients would be told in words that are not ours
      reply = Reply.of(Failures.problem(e));
    }
    running.end(reply.status());

    return reply;
  }
}
