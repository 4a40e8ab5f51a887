package io.freshet.lineage.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.server.http.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What goes back to the client: a status and, unless it says all, JSON. */
record Answer(int status, Optional<JsonNode> body) {
  private static final String RETRY_AFTER_SECONDS = "2";

  static Answer of(int status) {
    return new Answer(status, Optional.empty());
  }

  static Answer of(JsonNode body) {
    return new Answer(200, Optional.of(body));
  }

  static Answer refusal(int status, String type, String message) {
    return new Answer(status, Optional.of(new Refusal(status, type, message).json()));
  }

  void write(Response response, Callback callback) {
    response.setStatus(status);
    if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    if (body.isEmpty()) {
      response.write(true, null, callback);
      return;
    }
    byte[] bytes = body.get().toString().getBytes(StandardCharsets.UTF_8);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }
}
