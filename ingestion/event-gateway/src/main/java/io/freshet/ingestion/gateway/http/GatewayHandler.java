package io.freshet.ingestion.gateway.http;

import io.freshet.ingestion.gateway.admission.ApiKeys;
import io.freshet.ingestion.gateway.admission.ByteBudget;
import io.freshet.ingestion.gateway.admission.RateLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Leads each request to its door, if its sender may come in and there is room for it. */
final class GatewayHandler extends Handler.Abstract {
  static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private static final String EVENTS = "/events";

  private final Door events;
  private final Door topics;
  private final Map<String, Supplier<Reply>> pages;
  private final ApiKeys keys;
  private final RateLimits limits;
  private final ByteBudget budget;
  private final BodyReader bodies;
  private final RequestMetrics metrics;

  /**
   * @param pages what anyone may read, by path
   */
  GatewayHandler(
      Doors doors,
      Map<String, Supplier<Reply>> pages,
      Admission admission,
      BodyReader bodies,
      RequestMetrics metrics) {
    this.events = doors.events();
    this.topics = doors.topics();
    this.pages = pages;
    this.keys = admission.keys();
    this.limits = admission.limits();
    this.budget = admission.budget();
    this.bodies = bodies;
    this.metrics = metrics;
  }

  /** Where events come in. */
  record Doors(Door events, Door topics) {}

  /** Who may come in, and how much. */
  record Admission(ApiKeys keys, RateLimits limits, ByteBudget budget) {}

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = request.getHttpURI().getPath();
    Supplier<Reply> page = pages.get(path);
    if (page != null && HttpMethod.GET.is(request.getMethod())) {
      page.get().write(response, callback);

      return true;
    }
    Optional<Door> door = door(path);
    if (door.isEmpty()) {
      Reply.of(
              Problem.of(404, "no_such_door", "There are POST /events and POST /topics/{contract}"))
          .write(response, callback);
    } else if (!HttpMethod.POST.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "POST");
      door.get()
          .refuse(Problem.of(405, "wrong_method", "Events come in by POST"))
          .write(response, callback);
    } else {
      serve(door.get(), path, new Exchange(request, response, callback));
    }

    return true;
  }

  private Optional<Door> door(String path) {
    if (path.equals(EVENTS)) {
      return Optional.of(events);
    }

    return path.startsWith(TopicsDoor.PATH) && path.indexOf('/', TopicsDoor.PATH.length()) < 0
        ? Optional.of(topics)
        : Optional.empty();
  }

  private void serve(Door door, String path, Exchange exchange) {
    RequestMetrics.Running running = metrics.begin(door.name());
    Optional<String> producer =
        keys.producer(exchange.request().getHeaders().get(HttpHeader.AUTHORIZATION));
    if (producer.isEmpty()) {
      exchange.answer(door.refuse(unauthorized()), running);
      return;
    }
    Optional<Duration> wait = limits.untilAdmitted(producer.get());
    if (wait.isPresent()) {
      exchange.answer(door.refuse(tooMany(producer.get(), wait.get())), running);
      return;
    }
    Optional<Problem> unfit = bodies.problem(exchange.request());
    if (unfit.isPresent()) {
      exchange.answer(door.refuse(unfit.get()), running);
      return;
    }
    Optional<ByteBudget.Share> share = budget.take(bodies.expectedBytes(exchange.request()));
    if (share.isEmpty()) {
      exchange.answer(door.refuse(full()), running);
      return;
    }
    // Whether it can be read or not: the door counts those that it brings besides the first.
    limits.count(producer.get(), 1);
    CompletableFuture<Reply> unused =
        bodies
            .read(exchange.request())
            .thenCompose(
                body -> door.take(producer.get(), path, exchange.request().getHeaders(), body))
            .exceptionally(failure -> door.refuse(Failures.problem(failure)))
            .whenCompleteAsync(
                (reply, bug) -> {
                  share.get().giveBack();
                  exchange.end(reply, bug, running);
                },
                exchange.request().getComponents().getExecutor());
  }

  private static Problem unauthorized() {
    return Problem.of(
        401, "unauthorized", "The request needs Authorization: Bearer with a producer's key");
  }

  private static Problem tooMany(String producer, Duration wait) {
    return Problem.of(
            429,
            "too_many",
            "%s sends more events a second than gateway.max-events-per-second allows"
                .formatted(producer))
        .retryAfter(wait);
  }

  private static Problem full() {
    return Problem.of(
            503,
            "full",
            "The gateway holds as many bytes as gateway.max-bytes-in-flight allows; send again")
        .retryAfter(RETRY_AFTER);
  }

  /** One request and the way back. */
  private record Exchange(Request request, Response response, Callback callback) {
    /**
     * @param bug what has failed besides the request; {@code null} when nothing has
     */
    void end(Reply reply, Throwable bug, RequestMetrics.Running running) {
      if (bug != null) {
        running.end(500);
        callback.failed(bug);
        return;
      }
      try {
        answer(reply, running);
      } catch (RuntimeException e) { // otherwise the client would wait for its own timeout
        callback.failed(e);
      }
    }

    void answer(Reply reply, RequestMetrics.Running running) {
      running.end(reply.status());
      reply.write(response, callback);
    }
  }
}
