package io.freshet.serving.live.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.server.http.Correlation;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Why a request is not served, as RFC 9457 has it.
 *
 * @param status of HTTP
 * @param cause a short name that never changes
 * @param detail for people
 * @param retryAfter when to come again; empty when that is no use
 */
record Problem(int status, String cause, String detail, Optional<Duration> retryAfter) {
  static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(int status, String cause, String detail) {
    return new Problem(status, cause, detail, Optional.empty());
  }

  static Problem redisAway() {
    return of(503, "redis_away", "Redis does not answer; ask again").retryLater();
  }

  /** With a time that differs from one client to the next. */
  Problem retryLater() {
    return new Problem(status, cause, detail, Optional.of(RetryHint.next()));
  }

  ObjectNode json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "about:blank")
            .put("title", HttpStatus.getMessage(status))
            .put("status", status)
            .put("cause", cause)
            .put("detail", detail);
    Correlation.current().ifPresent(id -> json.put(Correlation.KEY, id));

    return json;
  }
}
