package io.freshet.core.server.http;

import io.freshet.core.tracing.Span;
import io.freshet.core.tracing.TraceContext;
import java.io.EOFException;
import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the HTTP server itself refuses, such as a request that is none, in the door's words instead
 * of a web page. What failed within is for the log: to those outside it says nothing that they
 * could mend.
 */
public final class DoorErrors extends ErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(DoorErrors.class);

  private final Words words;

  public DoorErrors(Words words) {
    this.words = words;
  }

  /** How a door tells what is refused. */
  @FunctionalInterface
  public interface Words {
    void tell(Told told, Request request, Response response, Callback callback);
  }

  /**
   * What those outside may know.
   *
   * @param reason as HTTP calls the status, such as {@code Not Found}
   * @param detail for people
   */
  public record Told(int status, String reason, String detail) {
    /** The reason as a short name, such as {@code not_found}. */
    public String cause() {
      return reason.replace(" ", "_").toLowerCase(Locale.ROOT);
    }

    /** Whether it helps to come again. */
    public boolean isUnavailable() {
      return status == HttpStatus.SERVICE_UNAVAILABLE_503;
    }
  }

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
    Span span = Correlation.span(request);
    response.getHeaders().put(TraceContext.NAME, span.context().text());
    Correlation.run(span, () -> tell(request, response, status, message, cause, callback));
  }

  private void tell(
      Request request,
      Response response,
      int status,
      String message,
      Throwable cause,
      Callback callback) {
    String reason = HttpStatus.getMessage(status);
    boolean isOurs = status == HttpStatus.INTERNAL_SERVER_ERROR_500;
    // Who hangs up in the middle of a request is no fault of ours, and could fill the log.
    if (isOurs && !(cause instanceof EOFException)) {
      // Without what stands behind the question mark: it may be a token. Jetty has logged the
      // trace, as a warning.
      LOG.error("Request failed path={} reason={}", request.getHttpURI().getPath(), "" + cause);
    }
    words.tell(
        new Told(status, reason, isOurs || message == null ? reason : message),
        request,
        response,
        callback);
  }
}
