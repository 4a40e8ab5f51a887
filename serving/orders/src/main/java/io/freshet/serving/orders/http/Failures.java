package io.freshet.serving.orders.http;

import io.freshet.core.server.postgres.PostgresAwayException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is told when a request could not be served, whatever it was that failed. */
final class Failures {
  static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static Problem problem(RuntimeException failure) {
    if (failure instanceof RefusedRequestException refused) {
      return refused.problem();
    }
    if (failure instanceof PostgresAwayException away) {
      LOG.warn("Postgres away reason={}", away.getMessage());

      return Problem.of(
              503,
              "postgres_away",
              "Postgres does not answer now; send the same again. What it was to write is written,"
                  + " with its Idempotency-Key, as a whole or not at all")
          .retryAfter(RETRY_AFTER);
    }
    LOG.error("Request failed", failure);

    return Problem.of(500, "internal", "The order service failed; its log says why");
  }
}
