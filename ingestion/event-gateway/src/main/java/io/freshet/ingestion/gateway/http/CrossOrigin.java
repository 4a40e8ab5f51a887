package io.freshet.ingestion.gateway.http;

import io.freshet.core.tracing.TraceContext;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Tells browsers that pages of the contracts' origins may send (the Fetch standard's CORS
 * protocol). What each page may send is looked at event by event.
 */
final class CrossOrigin extends CrossOriginHandler {
  private static final HttpField VARY =
      new HttpField(HttpHeader.VARY, HttpHeader.ORIGIN.asString());

  private final Supplier<Set<String>> origins;

  CrossOrigin(Handler handler, Supplier<Set<String>> origins) {
    this.origins = origins;
    // Origins may change while this runs: other ones do not get so far.
    setAllowedOriginPatterns(Set.of(".+"));
    setAllowedMethods(Set.of("POST"));
    // The wildcard does not stand for Authorization.
    setAllowedHeaders(Set.of("Authorization", "*"));
    setExposedHeaders(Set.of("Retry-After", "Sunset", TraceContext.NAME));
    setAllowCredentials(false);
    setHandler(handler);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Set<String> allowed = origins.get();
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (!allowed.isEmpty() && (origin == null || allowed.contains(origin))) {
      return super.handle(request, response, callback);
    }
    if (!allowed.isEmpty()) {
      response.getHeaders().ensureField(VARY);
      if (isPreflight(request)) {
        callback.succeeded();

        return true;
      }
    }

    return getHandler().handle(request, response, callback);
  }

  private static boolean isPreflight(Request request) {
    return HttpMethod.OPTIONS.is(request.getMethod())
        && request.getHeaders().contains(HttpHeader.ACCESS_CONTROL_REQUEST_METHOD);
  }
}
