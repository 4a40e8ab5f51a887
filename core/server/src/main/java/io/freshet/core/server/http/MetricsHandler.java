package io.freshet.core.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code GET /metrics}, for anyone, as OpenMetrics. */
public final class MetricsHandler extends Handler.Abstract {
  private static final String PATH = "/metrics";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final UnaryOperator<String> scrape;

  /**
   * @param scrape all figures, in the format that it is given
   */
  public MetricsHandler(UnaryOperator<String> scrape) {
    this.scrape = scrape;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!request.getHttpURI().getPath().equals(PATH) || !HttpMethod.GET.is(request.getMethod())) {
      return false;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, OPEN_METRICS);
    byte[] body = scrape.apply(OPEN_METRICS).getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(body), callback);

    return true;
  }
}
