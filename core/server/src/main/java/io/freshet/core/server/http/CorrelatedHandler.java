package io.freshet.core.server.http;

import io.freshet.core.tracing.Span;
import io.freshet.core.tracing.TraceContext;
import io.freshet.core.tracing.Tracing;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.MDC;

/** Gives each request its {@link Correlation}, answers it, and records the request as a step. */
final class CorrelatedHandler extends Handler.Wrapper {
  private final Tracing tracing;

  CorrelatedHandler(Handler handler, Tracing tracing) {
    super(handler);
    this.tracing = tracing;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Span span = Correlation.begin(request, tracing);
    response.getHeaders().put(TraceContext.NAME, span.context().text());
    if (span.isRecorded()) {
      span.with("http.request.method", request.getMethod())
          // Without what stands behind the question mark: it may be a token.
          .with("url.path", request.getHttpURI().getPath());
      Request.addCompletionListener(request, failure -> end(span, response, failure));
    }
    MDC.put(Correlation.KEY, span.context().traceId());
    try {
      return super.handle(request, response, callback);
    } finally {
      MDC.remove(Correlation.KEY);
    }
  }

  private static void end(Span span, Response response, Throwable failure) {
    int status = response.getStatus();
    span.with("http.response.status_code", status);
    if (failure != null) {
      span.fail(failure.toString());
    } else if (status >= HttpStatus.INTERNAL_SERVER_ERROR_500) {
      span.fail(HttpStatus.getMessage(status));
    }
    span.end();
  }
}
