package io.freshet.serving.live.http;

import io.freshet.core.server.http.DoorErrors;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What the HTTP server itself refuses, as all other problems. */
final class ProblemErrors implements DoorErrors.Words {
  @Override
  public void tell(DoorErrors.Told told, Request request, Response response, Callback callback) {
    Problem problem = Problem.of(told.status(), told.cause(), told.detail());
    Reply.of(told.isUnavailable() ? problem.retryLater() : problem).write(response, callback);
  }
}
