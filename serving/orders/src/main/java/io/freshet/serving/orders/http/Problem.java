package io.freshet.serving.orders.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.server.http.Correlation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Why a request is not served, as RFC 9457 has it, with members of our own.
 *
 * @param status of HTTP
 * @param cause a short name that never changes
 * @param detail for people
 * @param errors where in the body, as far as it is known
 * @param allowed what would be, where that can be listed
 * @param orderVersion of the order as it is, where that is what the request did not know
 * @param retryAfter when to come again; empty when that is no use
 */
record Problem(
    int status,
    String cause,
    String detail,
    List<FieldProblem> errors,
    List<String> allowed,
    OptionalInt orderVersion,
    Optional<Duration> retryAfter) {
  static final String MEDIA_TYPE = "application/problem+json";

  Problem {
    errors = List.copyOf(errors);
    allowed = List.copyOf(allowed);
  }

  static Problem of(int status, String cause, String detail) {
    return new Problem(
        status, cause, detail, List.of(), List.of(), OptionalInt.empty(), Optional.empty());
  }

  /** Values that can't be taken. */
  static Problem of(List<FieldProblem> errors) {
    FieldProblem first = errors.get(0);
    String more = errors.size() == 1 ? "" : "; %d more are wrong".formatted(errors.size() - 1);

    return new Problem(
        422,
        "invalid_value",
        "%s %s%s".formatted(first.pointer(), first.detail(), more),
        errors,
        List.of(),
        OptionalInt.empty(),
        Optional.empty());
  }

  Problem allowing(List<String> instead) {
    return new Problem(status, cause, detail, errors, instead, orderVersion, retryAfter);
  }

  Problem atVersion(int version) {
    return new Problem(status, cause, detail, errors, allowed, OptionalInt.of(version), retryAfter);
  }

  Problem retryAfter(Duration wait) {
    return new Problem(status, cause, detail, errors, allowed, orderVersion, Optional.of(wait));
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
    if (!errors.isEmpty()) {
      ArrayNode array = json.putArray("errors");
      // A fragment, so that it says of itself that it points into the body.
      errors.forEach(
          error ->
              array
                  .addObject()
                  .put("pointer", "#" + error.pointer())
                  .put("detail", error.detail()));
    }
    if (!allowed.isEmpty()) {
      allowed.forEach(json.putArray("allowed")::add);
    }
    orderVersion.ifPresent(version -> json.put("order_version", version));

    return json;
  }
}
