package io.freshet.ingestion.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** A site of its own, whose page loads the sender and whose service gets it tokens. */
final class ShopPages implements AutoCloseable {
  private static final Path SENDER = Path.of("javascript");
  private static final String PAGE =
      """
      <!doctype html><title>Shop</title>
      <script type="module">
        import { EventSender } from '/event_sender.js'
        const given = new URLSearchParams(location.search)
        window.sender = new EventSender({
          url: given.get('gateway'),
          source: '/shop',
          delayMillis: Number(given.get('delay')),
          token: async () => (await fetch('/event-token')).text(),
          refused: (event, why) => console.error(JSON.stringify(why)),
        })
      </script>
      """;

  private final HttpServer server;

  private ShopPages(HttpServer server) {
    this.server = server;
  }

  /**
   * @param token what a page gets that asks for one
   */
  static ShopPages open(Supplier<String> token) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, token));
    server.start();

    return new ShopPages(server);
  }

  String origin() {
    return "http://127.0.0.1:%d".formatted(server.getAddress().getPort());
  }

  private static void answer(HttpExchange exchange, Supplier<String> token) throws IOException {
    String path = exchange.getRequestURI().getPath();
    boolean isScript = path.endsWith(".js");
    byte[] body =
        isScript
            ? Files.readAllBytes(SENDER.resolve(path.substring(1)))
            : (path.equals("/event-token") ? token.get() : PAGE).getBytes(UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", isScript ? "text/javascript" : "text/html; charset=utf-8");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
