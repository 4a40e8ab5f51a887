package io.freshet.ingestion.gateway.http;

import io.freshet.core.server.http.Correlation;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.tracing.Span;
import io.freshet.ingestion.gateway.admission.ByteBudget;
import io.freshet.ingestion.gateway.admission.Credentials;
import io.freshet.ingestion.gateway.admission.RateLimits;
import io.freshet.ingestion.gateway.admission.Sender;
import io.freshet.ingestion.gateway.contracts.Served;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Leads each request to its door, if its sender may come in and there is room for it. */
final class GatewayHandler extends Handler.Abstract {
  static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Doors doors;
  private final Credentials credentials;
  private final Supplier<Served> served;
  private final RateLimits limits;
  private final ByteBudget budget;
  private final BodyReader bodies;
  private final RequestMetrics metrics;

  GatewayHandler(Doors doors, Admission admission, BodyReader bodies, RequestMetrics metrics) {
    this.doors = doors;
    this.credentials = admission.credentials();
    this.served = admission.served();
    this.limits = admission.limits();
    this.budget = admission.budget();
    this.bodies = bodies;
    this.metrics = metrics;
  }

  /**
   * Who may come in, and how much.
   *
   * @param served what contracts let in and out; one of them for all of a request
   */
  record Admission(
      Credentials credentials, Supplier<Served> served, RateLimits limits, ByteBudget budget) {}

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = request.getHttpURI().getPath();
    Optional<Door> door = doors.of(request.getMethod(), path);
    if (door.isEmpty()) {
      Reply.of(
              Problem.of(
                  404,
                  "no_such_door",
                  "There are POST /events, /topics/{contract} and /tokens; /openapi.yaml has all"))
          .write(response, callback);
    } else if (!Doors.methods(path).contains(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, String.join(", ", Doors.methods(path)));
      door.get().refuse(wrongMethod(path)).write(response, callback);
    } else {
      serve(door.get(), path, new Exchange(request, response, callback));
    }

    return true;
  }

  private static Problem wrongMethod(String path) {
    return Problem.of(
        405,
        "wrong_method",
        path.equals(Doors.EVENTS)
            ? "Events come in by POST"
            : "There is no such call; topics, their settings and who may use them are what contracts"
                + " say: change the contract and run freshet contract apply");
  }

  private void serve(Door door, String path, Exchange exchange) {
    RequestMetrics.Running running = metrics.begin(door.name());
    Span span = Correlation.span(exchange.request());
    if (span.isRecorded()) {
      span.named(exchange.request().getMethod() + " " + door.name());
    }
    Optional<Sender> sender;
    try {
      sender = sender(exchange.request(), path);
    } catch (FreshetException e) {
      exchange.answer(door.refuse(Failures.problem(e)), running);
      return;
    }
    if (sender.isEmpty()) {
      exchange.answer(door.refuse(unauthorized()), running);
      return;
    }
    String producer = sender.get().producer();
    // An identity provider knows many who have nothing to do here, and of whom nothing is kept.
    Served now = served.get();
    if (!now.callers().contains(producer)) {
      exchange.answer(door.refuse(stranger(producer)), running);
      return;
    }
    // Counted whether it can be read or not: the door counts those that it brings besides the
    // first.
    Optional<Duration> wait = limits.admit(producer);
    if (wait.isPresent()) {
      exchange.answer(door.refuse(tooMany(producer, wait.get())), running);
      return;
    }
    Optional<Problem> unfit = bodies.problem(exchange.request());
    if (unfit.isPresent()) {
      exchange.answer(door.refuse(unfit.get()), running);
      return;
    }
    ByteBudget.Answer answer = budget.take(producer, bodies.expectedBytes(exchange.request()));
    if (answer instanceof ByteBudget.Share share) {
      CompletableFuture<Reply> unused =
          taken(door, now, sender.get(), exchange.request(), span)
              .whenComplete(
                  (reply, bug) -> {
                    share.giveBack();
                    exchange.end(reply, bug, running);
                  });
    } else {
      exchange.answer(door.refuse(noRoom(producer, (ByteBudget.Refused) answer)), running);
    }
  }

  private CompletableFuture<Reply> taken(
      Door door, Served now, Sender sender, Request request, Span span) {
    Executor executor = Correlation.executor(span, request.getComponents().getExecutor());

    return bodies
        .read(request)
        .thenCompose(
            body ->
                Correlation.call(
                    span,
                    () ->
                        door.take(
                            new Visit(
                                now,
                                sender,
                                request.getMethod(),
                                request.getHttpURI(),
                                request.getHeaders(),
                                body,
                                span,
                                executor))))
        // The thread that tells of a timeout tells of everybody's.
        .exceptionallyAsync(failure -> door.refuse(Failures.problem(failure)), executor);
  }

  /** A page that is being left can send no headers: its short-lived token stands in the address. */
  private Optional<Sender> sender(Request request, String path) {
    String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    Optional<Sender> sender =
        authorization == null && path.equals(Doors.EVENTS)
            ? Optional.ofNullable(Request.extractQueryParameters(request).getValue("token"))
                .flatMap(credentials::ofOurToken)
            : credentials.sender(authorization);
    Optional<String> origin = Optional.ofNullable(request.getHeaders().get(HttpHeader.ORIGIN));

    return sender.map(known -> known.from(origin));
  }

  private static Problem unauthorized() {
    return Problem.of(
        401,
        "unauthorized",
        "The request needs Authorization: Bearer with a producer's key or token that is good");
  }

  private static Problem stranger(String producer) {
    return Problem.of(
        403,
        "not_a_producer",
        "%s is not among the producers or readers of any contract".formatted(producer));
  }

  private static Problem tooMany(String producer, Duration wait) {
    return Problem.of(
            429,
            "too_many",
            "%s sends more events a second than gateway.max-events-per-second allows"
                .formatted(producer))
        .retryAfter(wait);
  }

  private static Problem noRoom(String producer, ByteBudget.Refused refused) {
    Problem problem =
        switch (refused) {
          case FULL ->
              Problem.of(
                  503,
                  "full",
                  "The gateway holds as many bytes as gateway.max-bytes-in-flight allows; send"
                      + " again");
          case TOO_MUCH_OF_ONE ->
              Problem.of(
                  429,
                  "too_many_bytes",
                  "The gateway holds as many bytes of %s as it may of one producer, half of"
                          .formatted(producer)
                      + " gateway.max-bytes-in-flight; wait for answers before sending more");
        };

    return problem.retryAfter(RETRY_AFTER);
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
