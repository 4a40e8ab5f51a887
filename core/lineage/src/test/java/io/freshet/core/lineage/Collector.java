package io.freshet.core.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.freshet.core.toolkit.LineageSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes events over HTTP, and answers with the status that it is told to. */
final class Collector implements AutoCloseable {
  static final String TOKEN = "a-token-of-the-collector";

  final List<JsonNode> events = new CopyOnWriteArrayList<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();

  private final HttpServer http;

  volatile int status = 201;
  volatile String refusedJob = "";

  Collector() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/api/v1/lineage",
        exchange -> {
          authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
          JsonNode event = new ObjectMapper().readTree(exchange.getRequestBody());
          events.add(event);
          boolean refused = event.at("/job/name").asText().equals(refusedJob);
          exchange.sendResponseHeaders(refused ? 422 : status, -1);
          exchange.close();
        });
    http.start();
  }

  LineageSettings settings() {
    return new LineageSettings(
        Optional.of("http://127.0.0.1:" + http.getAddress().getPort()), Optional.of(TOKEN));
  }

  List<String> types() {
    return events.stream().map(event -> event.path("eventType").asText()).toList();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
