package io.freshet.lineage.http;

import io.freshet.core.server.http.BearerToken;
import io.freshet.core.server.postgres.PostgresAwayException;
import io.freshet.lineage.event.EventReader;
import io.freshet.lineage.event.InvalidEventException;
import io.freshet.lineage.graph.AmbiguousNameException;
import io.freshet.lineage.graph.UnknownDatasetException;
import io.freshet.lineage.store.LineageStore;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.ZipException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes events from those who have the token, and tells them the graph. */
final class LineageHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(LineageHandler.class);
  private static final String EVENTS = "/api/v1/lineage";
  private static final String BATCH = EVENTS + "/batch";
  private static final String GRAPH = "/api/v1/graph";

  private final LineageStore store;
  private final EventReader reader;
  private final BearerToken token;
  private final int maxEventBytes;
  private final RequestMetrics metrics;

  LineageHandler(
      LineageStore store,
      EventReader reader,
      BearerToken token,
      int maxEventBytes,
      RequestMetrics metrics) {
    this.store = store;
    this.reader = reader;
    this.token = token;
    this.maxEventBytes = maxEventBytes;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    long begun = System.nanoTime();
    Answer answer;
    if (token.admits(request.getHeaders().get(HttpHeader.AUTHORIZATION))) {
      answer = answer(request);
    } else {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
      answer =
          Answer.refusal(
              HttpStatus.UNAUTHORIZED_401,
              "NotAuthorized",
              "The request needs the header Authorization: Bearer with lineage.token");
    }
    metrics.answered(call(request), answer.status(), Duration.ofNanos(System.nanoTime() - begun));
    answer.write(response, callback);

    return true;
  }

  private static String call(Request request) {
    return switch (request.getHttpURI().getPath()) {
      case EVENTS -> "tell";
      case BATCH -> "tell_batch";
      case GRAPH -> "graph";
      default -> "other";
    };
  }

  private Answer answer(Request request) throws IOException {
    try {
      String path = request.getHttpURI().getPath();
      if (path.equals(EVENTS) && HttpMethod.POST.is(request.getMethod())) {
        return take(
            request,
            body -> {
              store.take(reader.read(body));

              return Answer.of(HttpStatus.CREATED_201);
            });
      }
      if (path.equals(BATCH) && HttpMethod.POST.is(request.getMethod())) {
        return take(
            request,
            body -> {
              reader.readAll(body).forEach(store::take);

              return Answer.of(HttpStatus.OK_200);
            });
      }
      if (path.equals(GRAPH) && HttpMethod.GET.is(request.getMethod())) {
        return Answer.of(GraphJson.of(store.graph(GraphParameters.of(request))));
      }
    } catch (WrongParameterException e) {
      return Answer.refusal(HttpStatus.BAD_REQUEST_400, "WrongParameter", e.getMessage());
    } catch (AmbiguousNameException e) {
      return Answer.refusal(HttpStatus.BAD_REQUEST_400, "AmbiguousName", e.getMessage());
    } catch (UnknownDatasetException e) {
      return Answer.refusal(
          HttpStatus.NOT_FOUND_404,
          e.nothingKnown() ? "NothingKnown" : "UnknownDataset",
          e.getMessage());
    } catch (PostgresAwayException e) {
      LOG.warn("Postgres away reason={}", e.getMessage());
      return Answer.refusal(
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "PostgresAway",
          "Postgres does not answer; try again");
    }

    return Answer.refusal(
        HttpStatus.NOT_FOUND_404,
        "NoSuchDoor",
        "There are POST %s, POST %s, GET %s?table=… and GET /health"
            .formatted(EVENTS, BATCH, GRAPH));
  }

  private Answer take(Request request, Function<byte[], Answer> taker) throws IOException {
    Optional<byte[]> body;
    try {
      body = Body.read(request, maxEventBytes);
    } catch (ZipException | EOFException e) {
      return Answer.refusal(
          HttpStatus.BAD_REQUEST_400,
          "InvalidEvent",
          "The body is no gzip, or not all of it: " + e.getMessage());
    }
    if (body.isEmpty()) {
      return Answer.refusal(
          HttpStatus.PAYLOAD_TOO_LARGE_413,
          "EventTooLarge",
          "The body has more than %d bytes; leave facets out or raise lineage.max-event-bytes"
              .formatted(maxEventBytes));
    }
    try {
      return taker.apply(body.get());
    } catch (InvalidEventException e) {
      // Who tells seldom shows what it was answered, so that it must be found here.
      LOG.warn("Event refused reason={}", e.getMessage());

      return Answer.refusal(
          e.isJson() ? HttpStatus.UNPROCESSABLE_ENTITY_422 : HttpStatus.BAD_REQUEST_400,
          "InvalidEvent",
          e.getMessage());
    }
  }
}
