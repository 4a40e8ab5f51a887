package io.freshet.ingestion.gateway.http;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.gateway.intake.TooManyEventsException;
import io.freshet.ingestion.gateway.payload.MalformedJsonException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads bodies without holding a thread, never more of one than is allowed, nor for longer. */
final class BodyReader {
  private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);

  private final int maxBytes;
  private final Duration timeout;

  BodyReader(int maxBytes, Duration timeout) {
    this.maxBytes = maxBytes;
    this.timeout = timeout;
  }

  /** What keeps a body from being read, as far as its headers tell. */
  Optional<Problem> problem(Request request) {
    if (request.getLength() > maxBytes) {
      return Optional.of(tooLarge());
    }
    String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);

    return encoding == null || encoding.equalsIgnoreCase("identity")
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                415,
                "unsupported_encoding",
                "Bodies are read as they are; send it without Content-Encoding"));
  }

  /** What the body may take; who does not say it beforehand may send as much as is allowed. */
  long expectedBytes(Request request) {
    return request.getLength() < 0 ? maxBytes : request.getLength();
  }

  /** Completed on a thread that may be held up. */
  CompletableFuture<byte[]> read(Request request) {
    CompletableFuture<byte[]> body = new CompletableFuture<>();
    Content.Source.asByteArrayAsync(
        request,
        maxBytes,
        Promise.Invocable.from(
            Invocable.InvocationType.BLOCKING,
            body::complete,
            failure -> body.completeExceptionally(isTooLong(failure) ? new TooLarge() : failure)));

    return body.isDone() ? body : body.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What the sender is told of a request that failed. */
  Reply failed(Door door, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof MalformedJsonException malformed) {
      return door.refuse(Problem.of(malformed));
    }
    if (cause instanceof TooManyEventsException tooMany) {
      return door.refuse(Problem.of(413, "too_many_events", tooMany.getMessage()));
    }
    if (cause instanceof TimeoutException) {
      return door.refuse(
          Problem.of(
              408,
              "too_slow",
              "The body has not arrived within %s".formatted(Durations.print(timeout))));
    }
    if (cause instanceof FreshetException known && known.fault() == Fault.DEPENDENCY) {
      return door.refuse(
          Problem.of(503, "unavailable", known.getMessage())
              .retryAfter(GatewayHandler.RETRY_AFTER));
    }

    if (cause instanceof TooLarge) {
      return door.refuse(tooLarge());
    }

    return door.refuse(isOfTheConnection(cause) ? unreadable(cause) : bug(cause));
  }

  /** Of Jetty's reading it is the only failure of this kind. */
  private static boolean isTooLong(Throwable failure) {
    return failure instanceof IllegalStateException;
  }

  /** A body that turned out longer than is allowed. */
  private static final class TooLarge extends Exception {}

  /** Jetty's own failures: a body that is cut off, too long or not chunked as it should be. */
  private static boolean isOfTheConnection(Throwable cause) {
    return cause instanceof IOException || cause instanceof HttpException;
  }

  private Problem unreadable(Throwable cause) {
    return Problem.of(400, "unreadable_body", "The body can't be read: " + cause.getMessage());
  }

  private Problem tooLarge() {
    return Problem.of(
        413,
        "body_too_large",
        "The body has more than %d bytes; send fewer events at once".formatted(maxBytes));
  }

  private static Problem bug(Throwable cause) {
    LOG.error("Request failed", cause);

    return Problem.of(500, "internal", "The gateway failed; its log says why");
  }
}
