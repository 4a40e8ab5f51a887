package io.freshet.cli.lineage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A lineage server that knows what a test has taught it. */
public final class FakeLineage implements AutoCloseable {
  private static final String TOKEN = "a-token";

  private final HttpServer server;
  private final Map<String, String> graphs = new HashMap<>();

  private FakeLineage(HttpServer server) {
    this.server = server;
    server.createContext("/", this::answer);
    server.start();
  }

  public static FakeLineage start() {
    try {
      return new FakeLineage(
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers a question whose address holds these words. */
  public FakeLineage knows(String words, String graph) {
    graphs.put(words, graph);

    return this;
  }

  public Settings settings() {
    return settings(TOKEN);
  }

  Settings settings(String token) {
    return Settings.of(
        Map.of(
            "lineage.url",
            "http://127.0.0.1:" + server.getAddress().getPort(),
            "lineage.token",
            token));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String question = exchange.getRequestURI().getQuery();
    boolean known =
        ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    String graph =
        graphs.entrySet().stream()
            .filter(entry -> question.contains(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("");
    if (!known) {
      answer(exchange, 401, "{}");
    } else if (graph.isEmpty()) {
      answer(
          exchange,
          404,
          "{\"error\": {\"message\": \"Nobody has told of it\", \"type\": \"UnknownDataset\"}}");
    } else {
      answer(exchange, 200, graph);
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
