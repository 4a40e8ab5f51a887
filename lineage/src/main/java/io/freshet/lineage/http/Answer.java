package io.freshet.lineage.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.server.http.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What goes back to the client: a status and, unless it says all, JSON. */
record Answer(int status, Optional<JsonNode> body) {
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
