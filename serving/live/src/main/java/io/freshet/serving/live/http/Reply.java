package io.freshet.serving.live.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What goes back to the client in one piece.
 *
 * @param problem what it tells in place of a body; written last, as it names the request
 */
record Reply(int status, Map<String, String> headers, byte[] body, Optional<Problem> problem) {
  private static final String JSON = "application/json";
  private static final byte[] NOTHING = new byte[0];

  static Reply of(int status, String contentType, byte[] body) {
    return new Reply(
        status,
        Map.of(
            HttpHeader.CONTENT_TYPE.asString(),
            contentType,
            HttpHeader.CACHE_CONTROL.asString(),
            "no-store"),
        body,
        Optional.empty());
  }

  static Reply json(JsonNode body) {
    return of(200, body);
  }

  static Reply of(int status, JsonNode body) {
    return of(status, JSON, utf8(body));
  }

  static Reply json(byte[] body) {
    return of(200, JSON, body);
  }

  static Reply of(Problem problem) {
    Reply bare = of(problem.status(), Problem.MEDIA_TYPE, NOTHING);
    Reply reply = new Reply(bare.status(), bare.headers(), NOTHING, Optional.of(problem));

    return problem
        .retryAfter()
        .map(wait -> reply.with(HttpHeader.RETRY_AFTER, seconds(wait)))
        .orElse(
            problem.status() == 401 ? reply.with(HttpHeader.WWW_AUTHENTICATE, "Bearer") : reply);
  }

  /** The client has it already. */
  static Reply notModified() {
    return new Reply(
        304, Map.of(HttpHeader.CACHE_CONTROL.asString(), "no-store"), NOTHING, Optional.empty());
  }

  Reply with(HttpHeader header, String value) {
    return with(header.asString(), value);
  }

  Reply with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);

    return new Reply(status, more, body, problem);
  }

  void write(Response response, Callback callback) {
    byte[] content = problem.map(told -> utf8(told.json())).orElse(body);
    response.setStatus(status);
    headers.forEach((header, value) -> response.getHeaders().put(header, value));
    if (status != 304) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.length);
    }
    response.write(true, ByteBuffer.wrap(content), callback);
  }

  private static byte[] utf8(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Rounded up: who comes earlier is sent away again. */
  private static String seconds(Duration wait) {
    return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
  }
}
