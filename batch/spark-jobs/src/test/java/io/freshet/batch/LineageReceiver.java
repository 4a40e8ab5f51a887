package io.freshet.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.freshet.core.toolkit.LineageSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Takes OpenLineage's events over HTTP, of whoever shows the token. */
final class LineageReceiver implements AutoCloseable {
  private static final String TOKEN = "a-token-of-the-receiver";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
  private final HttpServer http;

  LineageReceiver() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/api/v1/lineage",
        exchange -> {
          String shown = exchange.getRequestHeaders().getFirst("Authorization");
          boolean known = ("Bearer " + TOKEN).equals(shown);
          if (known) {
            events.add(new ObjectMapper().readTree(exchange.getRequestBody()));
          }
          exchange.sendResponseHeaders(known ? 201 : 401, -1);
          exchange.close();
        });
    http.start();
  }

  LineageSettings settings() {
    return new LineageSettings(
        Optional.of("http://127.0.0.1:" + http.getAddress().getPort()), Optional.of(TOKEN));
  }

  /** The next one, for which it waits. */
  JsonNode next() throws InterruptedException {
    JsonNode event = events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("No event came within " + PATIENCE);
    }

    return event;
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
