package io.freshet.catalog.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.apache.iceberg.rest.responses.LoadTableResponse;

/** What goes back to the client: status, headers and the body, if it has one. */
public record Answer(int status, Map<String, String> headers, Optional<RESTResponse> body) {
  public Answer {
    headers = Map.copyOf(headers);
  }

  /** An error in the protocol's model. */
  public static Answer refusal(int status, String type, String message) {
    return of(Failures.error(status, type, message));
  }

  /** To somebody whom nobody knows. */
  public static Answer unauthorized(String why) {
    return of(
        Failures.error(401, NotAuthorizedException.class.getSimpleName(), why),
        Map.of("WWW-Authenticate", "Bearer"));
  }

  /** What is needed is away, and nothing was begun. */
  public static Answer away(String why) {
    return of(Failures.error(503, ServiceUnavailableException.class.getSimpleName(), why));
  }

  static Answer of(RESTResponse body) {
    return new Answer(200, Map.of(), Optional.of(body));
  }

  static Answer of(RESTResponse body, Map<String, String> headers) {
    return new Answer(200, headers, Optional.of(body));
  }

  static Answer of(ErrorResponse error) {
    // The Java client repeats a POST only when it is told when.
    return of(error, error.code() == 503 ? Map.of("Retry-After", "2") : Map.of());
  }

  static Answer of(ErrorResponse error, Map<String, String> headers) {
    return new Answer(error.code(), headers, Optional.of(error));
  }

  static Answer noContent() {
    return new Answer(204, Map.of(), Optional.empty());
  }

  /**
   * The table with a tag of its version, or 304 if the client has that version already.
   *
   * @param view what of the table the body shows; each has tags of its own
   */
  static Answer of(LoadTableResponse table, String view, Optional<String> knownTag) {
    Map<String, String> headers = Map.of("ETag", tag(table.metadataLocation(), view));
    if (knownTag.filter(headers.get("ETag")::equals).isPresent()) {
      return new Answer(304, headers, Optional.empty());
    }

    return new Answer(200, headers, Optional.of(table));
  }

  /** Weak, because the body may be compressed or not. */
  private static String tag(String metadataLocation, String view) {
    String version = metadataLocation + '|' + view;

    return "W/\"%s\"".formatted(UUID.nameUUIDFromBytes(version.getBytes(StandardCharsets.UTF_8)));
  }
}
