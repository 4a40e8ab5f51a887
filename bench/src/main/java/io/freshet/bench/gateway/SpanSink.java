package io.freshet.bench.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/** A collector that takes all spans and keeps none: what they cost whoever sends them is asked. */
final class SpanSink implements AutoCloseable {
  private static final int OK = 200;
  private static final int NO_BODY = -1;

  private final HttpServer server;
  private final AtomicLong bytes = new AtomicLong();

  private SpanSink(HttpServer server) {
    this.server = server;
  }

  static SpanSink open() {
    try {
      SpanSink sink =
          new SpanSink(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      sink.server.createContext("/v1/traces", sink::take);
      sink.server.start();

      return sink;
    } catch (IOException e) {
      throw new UncheckedIOException("No port is left for a collector", e);
    }
  }

  /** For {@code tracing.endpoint}. */
  String endpoint() {
    return "http://%s:%d"
        .formatted(
            server.getAddress().getAddress().getHostAddress(), server.getAddress().getPort());
  }

  /** Bodies of requests so far. */
  long bytes() {
    return bytes.get();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (InputStream body = exchange.getRequestBody()) {
      bytes.addAndGet(body.transferTo(OutputStream.nullOutputStream()));
      exchange.sendResponseHeaders(OK, NO_BODY);
    } finally {
      exchange.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
