package io.freshet.serving.orders.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What goes back to the client. */
record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {
  private static final String JSON = "application/json";

  Reply {
    headers = Map.copyOf(headers);
  }

  static Reply of(int status, JsonNode body) {
    return new Reply(status, JSON, bytes(body), Map.of());
  }

  static Reply of(Problem problem) {
    Reply reply = new Reply(problem.status(), Problem.MEDIA_TYPE, bytes(problem.json()), Map.of());
    if (problem.status() == HttpStatus.UNAUTHORIZED_401) {
      return reply.with(HttpHeader.WWW_AUTHENTICATE.asString(), "Bearer");
    }

    return problem
        .retryAfter()
        .map(wait -> reply.with(HttpHeader.RETRY_AFTER.asString(), wholeSeconds(wait)))
        .orElse(reply);
  }

  Reply with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);

    return new Reply(status, contentType, body, more);
  }

  /** With the version that the answer is about. */
  Reply tagged(int version) {
    return with(HttpHeader.ETAG.asString(), "\"%d\"".formatted(version));
  }

  /** The last on its connection, as not all was read that came before it. */
  Reply closing() {
    return with(HttpHeader.CONNECTION.asString(), "close");
  }

  void write(Response response, Callback callback) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    headers.forEach((name, value) -> response.getHeaders().put(name, value));
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Rounded up: who comes earlier is sent away again. */
  private static String wholeSeconds(Duration wait) {
    return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
  }
}
