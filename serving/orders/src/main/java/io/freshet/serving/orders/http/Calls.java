package io.freshet.serving.orders.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.server.http.Correlation;
import io.freshet.core.tracing.TraceContext;
import io.freshet.serving.orders.store.Creation;
import io.freshet.serving.orders.store.Order;
import io.freshet.serving.orders.store.OrderQuestion;
import io.freshet.serving.orders.store.OrderStep;
import io.freshet.serving.orders.store.OrderStore;
import io.freshet.serving.orders.store.Outcome;
import io.freshet.serving.orders.store.Page;
import io.freshet.serving.orders.store.StepRequest;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Answers the calls of those who may make them. */
final class Calls {
  private static final Set<String> OF_ORDERS =
      Set.of(Query.MARKET, Query.STATE, Query.LIMIT, Query.AFTER);
  private static final Set<String> OF_STEPS = Set.of(Query.LIMIT, Query.AFTER);

  private final OrderStore store;
  private final JsonBody bodies;
  private final RequestMetrics metrics;

  Calls(OrderStore store, JsonBody bodies, RequestMetrics metrics) {
    this.store = store;
    this.bodies = bodies;
    this.metrics = metrics;
  }

  /**
   * @throws RefusedRequestException when the request can't be read
   */
  Reply answer(Route route, Request request) {
    return switch (route.call()) {
      case CREATE -> create(request);
      case LIST -> list(request);
      case ORDER -> order(route.order(), request);
      case HISTORY -> history(route.order(), request);
      case STEP -> step(route.order(), request);
    };
  }

  private Reply create(Request request) {
    byte[] body = bodies.read(request);
    Query.of(request.getHttpURI(), Set.of());
    String key = WriteHeaders.idempotencyKey(request.getHeaders());
    Creation creation = CreationJson.read(JsonBody.json(request, body), key);
    Outcome<Order> outcome = store.create(creation.in(trace(request)));
    if (outcome instanceof Outcome.Made<Order> made) {
      metrics.made(made.written().standing().state().code());

      return created(made.written());
    }
    if (outcome instanceof Outcome.Repeated<Order> repeated) {
      metrics.repeated(repeated.written().standing().state().code());

      return created(repeated.written()).with(WriteHeaders.REPLAYED, "true");
    }

    return Reply.of(Outcomes.problem(outcome, 0));
  }

  private static Reply created(Order order) {
    return Reply.of(201, OrderJson.of(order))
        .with(HttpHeader.LOCATION.asString(), "/orders/" + order.id())
        .tagged(order.version());
  }

  private Reply step(long order, Request request) {
    byte[] body = bodies.read(request);
    Query.of(request.getHttpURI(), Set.of());
    StepJson.Around around =
        new StepJson.Around(
            order,
            WriteHeaders.expectedVersion(request.getHeaders()),
            WriteHeaders.idempotencyKey(request.getHeaders()));
    StepRequest wish = StepJson.read(JsonBody.json(request, body), around);
    Outcome<OrderStep> outcome = store.step(wish.in(trace(request)));
    if (outcome instanceof Outcome.Made<OrderStep> made) {
      metrics.made(made.written().state().code());

      return made(made.written());
    }
    if (outcome instanceof Outcome.Repeated<OrderStep> repeated) {
      metrics.repeated(repeated.written().state().code());

      return made(repeated.written()).with(WriteHeaders.REPLAYED, "true");
    }
    Reply reply = Reply.of(Outcomes.problem(outcome, order));

    return outcome instanceof Outcome.Stale<OrderStep> stale
        ? reply.tagged(stale.now().version())
        : reply;
  }

  /** What the step bears, so that its event is a part of the trace. */
  private static Optional<String> trace(Request request) {
    return Optional.of(Correlation.span(request).context())
        .filter(TraceContext::isSampled)
        .map(TraceContext::text);
  }

  private static Reply made(OrderStep step) {
    return Reply.of(201, OrderJson.of(step)).tagged(step.version());
  }

  private Reply order(long id, Request request) {
    Query.of(request.getHttpURI(), Set.of());

    return store
        .order(id)
        .map(order -> Reply.of(200, OrderJson.of(order)).tagged(order.version()))
        .orElseGet(() -> Reply.of(Outcomes.unknown(id)));
  }

  private Reply list(Request request) {
    Query query = Query.of(request.getHttpURI(), OF_ORDERS);
    OrderQuestion question =
        new OrderQuestion(query.market(), query.state(), query.after(), query.limit());
    Page<Order> page = store.orders(question);
    Optional<Long> next = last(page).map(Order::id);
    StringBuilder filters = new StringBuilder();
    question.market().ifPresent(market -> filters.append("&market=").append(market));
    question.state().ifPresent(state -> filters.append("&state=").append(state.code()));
    ArrayNode orders = JsonNodeFactory.instance.arrayNode();
    page.entries().forEach(order -> orders.add(OrderJson.of(order)));

    return page("orders", orders, next.map(id -> next("/orders", question.limit(), filters, id)));
  }

  private Reply history(long id, Request request) {
    Query query = Query.of(request.getHttpURI(), OF_STEPS);
    int after = (int) Math.min(query.after(), Integer.MAX_VALUE);
    Optional<Page<OrderStep>> found = store.steps(id, after, query.limit());
    if (found.isEmpty()) {
      return Reply.of(Outcomes.unknown(id));
    }
    Page<OrderStep> page = found.get();
    String path = "/orders/%d/steps".formatted(id);
    ArrayNode steps = JsonNodeFactory.instance.arrayNode();
    page.entries().forEach(step -> steps.add(OrderJson.of(step)));

    return page(
        "steps", steps, last(page).map(step -> next(path, query.limit(), "", step.version())));
  }

  /** What a page ends with that another follows. */
  private static <T> Optional<T> last(Page<T> page) {
    return page.hasMore()
        ? Optional.of(page.entries().get(page.entries().size() - 1))
        : Optional.empty();
  }

  private static String next(String path, int limit, CharSequence filters, long last) {
    return "%s?limit=%d%s&after=%s".formatted(path, limit, filters, Cursor.of(last));
  }

  private static Reply page(String name, JsonNode entries, Optional<String> next) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set(name, entries);
    next.ifPresent(address -> json.put("next", address));
    Reply reply = Reply.of(200, json);

    return next.map(address -> reply.with("Link", "<%s>; rel=\"next\"".formatted(address)))
        .orElse(reply);
  }
}
