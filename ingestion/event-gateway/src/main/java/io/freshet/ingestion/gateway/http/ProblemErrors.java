package io.freshet.ingestion.gateway.http;

import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the HTTP server itself refuses, such as a request that is none, in its door's words. */
final class ProblemErrors extends ErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemErrors.class);

  private final Doors doors;

  ProblemErrors(Doors doors) {
    this.doors = doors;
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
    String reason = HttpStatus.getMessage(status);
    String path = request.getHttpURI().getPath();
    boolean isOurs = status == HttpStatus.INTERNAL_SERVER_ERROR_500;
    if (isOurs) {
      LOG.error("Request failed path={}", path, cause);
    }
    Problem problem =
        Problem.of(
            status,
            reason.replace(" ", "_").toLowerCase(Locale.ROOT),
            isOurs || message == null ? reason : message);
    Problem told =
        status == HttpStatus.SERVICE_UNAVAILABLE_503
            ? problem.retryAfter(GatewayHandler.RETRY_AFTER)
            : problem;
    // A request that is none has no path.
    Optional<Door> door = path == null ? Optional.empty() : doors.of(request.getMethod(), path);
    door.map(known -> known.refuse(told)).orElse(Reply.of(told)).write(response, callback);
  }
}
