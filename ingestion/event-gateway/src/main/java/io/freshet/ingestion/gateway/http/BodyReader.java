package io.freshet.ingestion.gateway.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;

/** Reads bodies without holding a thread, never more of one than is allowed, nor for longer. */
final class BodyReader {
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
    if (request.getLength() >= 0) {
      return request.getLength();
    }

    return request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING) ? maxBytes : 0;
  }

  /**
   * Reads it; completed on a thread that may be held up.
   *
   * @return the whole body, an {@link UnreadableBodyException}, or a {@code TimeoutException}
   */
  CompletableFuture<byte[]> read(Request request) {
    CompletableFuture<byte[]> body = new CompletableFuture<>();
    Content.Source.asByteArrayAsync(
        request,
        maxBytes,
        Promise.Invocable.from(
            Invocable.InvocationType.BLOCKING,
            body::complete,
            failure -> body.completeExceptionally(unreadable(failure))));

    return body.isDone() ? body : body.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private UnreadableBodyException unreadable(Throwable failure) {
    // Of Jetty's reading the only failure of this kind is that there is more than is allowed.
    Problem problem =
        failure instanceof IllegalStateException
            ? tooLarge()
            : Problem.of(400, "unreadable_body", "The body can't be read: " + failure.getMessage());

    return new UnreadableBodyException(problem, failure);
  }

  private Problem tooLarge() {
    return Problem.of(
        413,
        "body_too_large",
        "The body has more than %d bytes; send fewer events at once".formatted(maxBytes));
  }
}
