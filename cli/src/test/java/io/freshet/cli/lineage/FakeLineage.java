package io.freshet.cli.lineage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A lineage server that knows what a test has taught it. */
public final class FakeLineage implements AutoCloseable {
  private static final String TOKEN = "a-token";
  private static final String GRAPH = "/api/v1/graph";

  private final HttpServer server;
  private final Map<String, Answer> answers = new LinkedHashMap<>();

  private record Answer(int status, String body) {}

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
    return answers(words, 200, graph);
  }

  /** The same with any answer; what was taught first goes first. */
  public FakeLineage answers(String words, int status, String body) {
    answers.put(words, new Answer(status, body));

    return this;
  }

  public Settings settings() {
    return settings(TOKEN);
  }

  Settings settings(String token) {
    return Settings.of(Map.of("lineage.url", url(), "lineage.token", token));
  }

  /** A profile that names this server. */
  public String profile() {
    return "lineage.url: %s%nlineage.token: %s%n".formatted(url(), TOKEN);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean known =
        ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    Answer answer =
        !known
            ? new Answer(401, "{}")
            : exchange.getRequestURI().getPath().equals(GRAPH)
                ? answer(exchange.getRequestURI().getQuery())
                : new Answer(404, "{}");
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Answer answer(String question) {
    return answers.entrySet().stream()
        .filter(entry -> question.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(
            new Answer(
                404,
                "{\"error\": {\"message\": \"Nobody has told of it\", \"type\": \"UnknownDataset\"}}"));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
