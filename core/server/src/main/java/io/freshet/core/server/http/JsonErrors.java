package io.freshet.core.server.http;

import java.io.EOFException;
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

/**
 * What the HTTP server itself refuses, as JSON instead of a web page. What failed within is for the
 * log: to those outside it says nothing that they could mend.
 */
final class JsonErrors extends ErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(JsonErrors.class);
  // Some clients repeat a request only when they are told when.
  private static final String RETRY_AFTER_SECONDS = "2";

  /** Jetty says nothing to a PUT or DELETE, which leaves its sender with a number. */
  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      String message,
      Throwable cause,
      Callback callback) {
    String reason = HttpStatus.getMessage(status);
    boolean ours = status == HttpStatus.INTERNAL_SERVER_ERROR_500;
    // Who hangs up in the middle of a request is no fault of ours, and could fill the log.
    if (ours && !(cause instanceof EOFException)) {
      // Jetty has logged the trace, as a warning.
      LOG.error("Request failed path={} reason={}", request.getHttpURI().getPath(), "" + cause);
    }
    if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    Refusal refusal =
        new Refusal(status, reason.replace(" ", ""), ours || message == null ? reason : message);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.write(
        true,
        ByteBuffer.wrap(refusal.json().toString().getBytes(StandardCharsets.UTF_8)),
        callback);
  }
}
