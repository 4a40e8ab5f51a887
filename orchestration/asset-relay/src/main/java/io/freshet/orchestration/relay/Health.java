package io.freshet.orchestration.relay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** {@code GET /health}: 200 once every commit so far has been read, 503 before. */
final class Health implements AutoCloseable {
  private final HttpServer server;
  private volatile boolean ready;

  private Health(HttpServer server) {
    this.server = server;
  }

  static Health open(int port) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      Health health = new Health(server);
      server.createContext("/health", health::answer);
      server.start();

      return health;
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot listen on port %d (%s); choose another with relay.port"
              .formatted(port, e.getMessage()),
          e);
    }
  }

  void ready() {
    ready = true;
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(
        ready ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
