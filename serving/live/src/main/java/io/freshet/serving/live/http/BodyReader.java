package io.freshet.serving.live.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;

/** Reads bodies without holding a thread, never more of one than is allowed, nor for longer. */
final class BodyReader {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final int maxBytes;
  private final String advice;

  /**
   * @param advice to who sends more
   */
  BodyReader(int maxBytes, String advice) {
    this.maxBytes = maxBytes;
    this.advice = advice;
  }

  /** Reads it; fails with what {@link #problem} understands. */
  CompletableFuture<byte[]> read(Request request) {
    CompletableFuture<byte[]> body = new CompletableFuture<>();
    if (request.getLength() > maxBytes) {
      body.completeExceptionally(new IllegalStateException("too long"));

      return body;
    }
    Content.Source.asByteArrayAsync(
        request,
        maxBytes,
        Promise.Invocable.from(
            Invocable.InvocationType.BLOCKING, body::complete, body::completeExceptionally));

    return body.isDone() ? body : body.orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What kept a body from being read. */
  Problem problem(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    // Of Jetty's reading the only failure of this kind is that there is more than is allowed.
    if (cause instanceof IllegalStateException) {
      return Problem.of(
          413, "body_too_large", "The body has more than %d bytes; %s".formatted(maxBytes, advice));
    }

    return cause instanceof TimeoutException
        ? Problem.of(408, "too_slow", "The body has not arrived in time")
        : Problem.of(400, "unreadable_body", "The body can't be read: " + cause.getMessage());
  }
}
