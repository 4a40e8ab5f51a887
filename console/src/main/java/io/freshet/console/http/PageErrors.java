package io.freshet.console.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the HTTP server itself refuses, such as a request that is none, in a line of text. */
final class PageErrors extends ErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(PageErrors.class);

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      String message,
      Throwable cause,
      Callback callback) {
    if (status == HttpStatus.INTERNAL_SERVER_ERROR_500) {
      LOG.error("Request failed path={}", request.getHttpURI().getPath(), cause);
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    String text = "%d %s\n".formatted(status, HttpStatus.getMessage(status));
    response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
  }
}
