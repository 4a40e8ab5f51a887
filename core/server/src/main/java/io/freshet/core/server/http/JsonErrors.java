package io.freshet.core.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** As {@link Refusal} has it. */
final class JsonErrors implements DoorErrors.Words {
  // Some clients repeat a request only when they are told when.
  private static final String RETRY_AFTER_SECONDS = "2";

  @Override
  public void tell(DoorErrors.Told told, Request request, Response response, Callback callback) {
    if (told.isUnavailable()) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    Refusal refusal = new Refusal(told.status(), told.reason().replace(" ", ""), told.detail());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.write(
        true,
        ByteBuffer.wrap(refusal.json().toString().getBytes(StandardCharsets.UTF_8)),
        callback);
  }
}
