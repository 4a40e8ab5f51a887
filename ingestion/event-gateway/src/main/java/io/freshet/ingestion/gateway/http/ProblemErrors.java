package io.freshet.ingestion.gateway.http;

import io.freshet.core.server.http.DoorErrors;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What the HTTP server itself refuses, as all other problems of the path's protocol. */
final class ProblemErrors implements DoorErrors.Words {
  private final Doors doors;

  ProblemErrors(Doors doors) {
    this.doors = doors;
  }

  @Override
  public void tell(DoorErrors.Told told, Request request, Response response, Callback callback) {
    Problem problem = Problem.of(told.status(), told.cause(), told.detail());
    Problem timed = told.isUnavailable() ? problem.retryAfter(GatewayHandler.RETRY_AFTER) : problem;
    // A request that is none has no path.
    Optional<Door> door =
        Optional.ofNullable(request.getHttpURI().getPath())
            .flatMap(path -> doors.of(request.getMethod(), path));
    door.map(known -> known.refuse(timed)).orElse(Reply.of(timed)).write(response, callback);
  }
}
