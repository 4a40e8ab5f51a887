package io.freshet.ingestion.gateway.http;

import io.freshet.core.envelope.json.MalformedJsonException;
import io.freshet.core.envelope.offer.TooManyEventsException;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a sender is told when a request could not be served, whatever it was that failed. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static Problem problem(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof UnreadableBodyException unreadable) {
      return unreadable.problem();
    }
    if (cause instanceof MalformedJsonException malformed) {
      return Problem.of(malformed);
    }
    if (cause instanceof TooManyEventsException tooMany) {
      return Problem.of(413, "too_many_events", tooMany.getMessage());
    }
    if (cause instanceof TimeoutException) {
      return Problem.of(408, "too_slow", "The body has not arrived in time");
    }
    if (cause instanceof FreshetException known && known.fault() == Fault.DEPENDENCY) {
      return Problem.of(503, "unavailable", known.getMessage())
          .retryAfter(GatewayHandler.RETRY_AFTER);
    }
    LOG.error("Request failed", cause);

    return Problem.of(500, "internal", "The gateway failed; its log says why");
  }
}
