package io.freshet.ingestion.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.envelope.json.MalformedJsonException;
import io.freshet.core.envelope.json.Violation;
import io.freshet.core.envelope.offer.Refusal;
import io.freshet.core.server.http.Correlation;
import io.freshet.ingestion.gateway.intake.RefusalStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Why a request is not served, before it is written as its protocol wants it.
 *
 * @param status of HTTP
 * @param cause a short name that never changes
 * @param detail for people
 * @param errors where in the body, as far as it is known
 * @param retryAfter when to come again; empty when that is no use
 */
record Problem(
    int status,
    String cause,
    String detail,
    List<Violation> errors,
    Optional<Position> position,
    Optional<Duration> retryAfter) {
  /** Where in the body a text stops being JSON; both from 1. */
  record Position(int line, int column) {}

  static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(int status, String cause, String detail) {
    return new Problem(status, cause, detail, List.of(), Optional.empty(), Optional.empty());
  }

  static Problem of(Refusal refusal) {
    return new Problem(
        RefusalStatus.of(refusal),
        refusal.cause(),
        refusal.detail(),
        refusal.errors(),
        Optional.empty(),
        Optional.empty());
  }

  static Problem of(MalformedJsonException e) {
    return new Problem(
        400,
        "malformed_json",
        e.getMessage(),
        List.of(),
        Optional.of(new Position(e.line(), e.column())),
        Optional.empty());
  }

  Problem retryAfter(Duration wait) {
    return new Problem(status, cause, detail, errors, position, Optional.of(wait));
  }

  /** As RFC 9457 has it, with members of our own. */
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
    position.ifPresent(at -> json.put("line", at.line()).put("column", at.column()));
    if (!errors.isEmpty()) {
      json.set("errors", errors(errors));
    }

    return json;
  }

  static ArrayNode errors(List<Violation> errors) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Violation error : errors) {
      // A fragment, so that it says of itself that it points into the body.
      array.addObject().put("pointer", "#" + error.pointer()).put("detail", error.detail());
    }

    return array;
  }
}
