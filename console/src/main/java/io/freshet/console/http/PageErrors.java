package io.freshet.console.http;

import io.freshet.core.server.http.DoorErrors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What the HTTP server itself refuses, such as a request that is none, in a line of text. */
final class PageErrors implements DoorErrors.Words {
  // A browser's script and a scraper come again by themselves, once they are told when.
  static final String RETRY_AFTER_SECONDS = "2";

  @Override
  public void tell(DoorErrors.Told told, Request request, Response response, Callback callback) {
    if (told.isUnavailable()) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    String text = "%d %s\n".formatted(told.status(), told.reason());
    response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
  }
}
