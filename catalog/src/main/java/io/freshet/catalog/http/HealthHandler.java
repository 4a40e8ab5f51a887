package io.freshet.catalog.http;

import io.freshet.catalog.postgres.PostgresAwayException;
import io.freshet.catalog.postgres.PostgresCatalog;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code /health}, for anyone: 200 when Postgres answers, 503 when not. */
final class HealthHandler extends Handler.Abstract {
  private static final String PATH = "/health";

  private final PostgresCatalog postgres;

  HealthHandler(PostgresCatalog postgres) {
    this.postgres = postgres;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!request.getHttpURI().getPath().equals(PATH)) {
      return false;
    }
    String status;
    try {
      postgres.requireAnswer();
      status = "up";
    } catch (PostgresAwayException e) {
      response.setStatus(HttpStatus.SERVICE_UNAVAILABLE_503);
      status = "postgres is away";
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    String body = "{\"status\":\"%s\"}\n".formatted(status);
    response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);

    return true;
  }
}
