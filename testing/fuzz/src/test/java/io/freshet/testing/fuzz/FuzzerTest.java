package io.freshet.testing.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.freshet.testing.fuzz.Finding.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is wrong on purpose, and whether that is found. */
class FuzzerTest {
  private static final String TOKEN = "a-token-of-the-tests";
  private static final int REQUESTS = 150;
  private static final String DOCUMENT =
      """
      openapi: 3.0.3
      security: [{token: []}]
      paths:
        /things:
          post:
            operationId: make
            requestBody:
              content:
                application/json:
                  schema:
                    type: object
                    required: [count]
                    properties: {count: {type: integer, minimum: 1, maximum: 9}}
            responses:
              '200':
                description: Made
                content: {application/json: {schema: {type: object, required: [id]}}}
              '401': {description: No, content: {application/json: {schema: {type: object}}}}
        /health:
          get:
            operationId: health
            security: []
            responses: {'200': {description: up}}
      components:
        securitySchemes: {token: {type: http, scheme: bearer}}
      """;

  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/health", exchange -> answer(exchange, 200, ""));
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void findsAServerError() {
    things(exchange -> answer(exchange, 500, "{}"));

    assertThat(kinds(run(1))).contains(Kind.SERVER_ERROR);
  }

  @Test
  void findsAnAnswerThatIsNotDocumented() {
    things(exchange -> answer(exchange, 200, "{\"name\": \"without an id\"}"));

    assertThat(kinds(run(1))).contains(Kind.UNDOCUMENTED);
  }

  @Test
  void findsASecretInAnAnswer() {
    things(exchange -> answer(exchange, 200, "{\"id\": \"%s\"}".formatted(TOKEN)));

    assertThat(kinds(run(1))).contains(Kind.SECRET);
  }

  @Test
  void tellsNoSecretThatAnAnswerHolds() {
    things(exchange -> answer(exchange, 500, "{\"id\": \"%s\"}".formatted(TOKEN)));

    assertThat(run(1).findings()).isNotEmpty().noneMatch(each -> each.toString().contains(TOKEN));
  }

  @Test
  void findsThatStrangersAreLetIn() {
    things(exchange -> answer(exchange, 200, "{\"id\": 1}"));

    assertThat(kinds(run(1))).contains(Kind.LET_IN);
  }

  @Test
  void tellsARequestAsACommandWithoutItsToken() {
    things(exchange -> answer(exchange, 500, "{}"));

    Finding first = run(1).findings().get(0);

    assertThat(first.reproduction()).contains("127.0.0.1").doesNotContain(TOKEN);
  }

  @Test
  void makesARequestAsSmallAsItCanBe() {
    things(exchange -> answer(exchange, 500, "{}"));

    assertThat(run(1).findings())
        .filteredOn(finding -> finding.fault().kind() == Kind.SERVER_ERROR)
        .anySatisfy(finding -> assertThat(finding.reproduction()).doesNotContain("-H"));
  }

  @Test
  void sendsTheSameBySeedAndNumber() {
    things(
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          answer(exchange, body.hashCode() % 2 == 0 ? 200 : 401, "{\"id\": 1}");
        });

    assertThat(run(5).byStatus()).isEqualTo(run(5).byStatus()).isNotEqualTo(run(6).byStatus());
  }

  private void things(HttpHandler handler) {
    server.createContext("/things", handler);
  }

  private FuzzReport run(long seed) {
    Door door =
        new Door(
            "wrong",
            "127.0.0.1",
            server.getAddress().getPort(),
            ApiDocument.parse(DOCUMENT),
            Map.of("token", List.of("Bearer " + TOKEN)),
            Map.of(),
            "health",
            List.of(TOKEN));

    return Fuzzer.run(door, Pace.quick(), seed, 0, REQUESTS);
  }

  private static List<Kind> kinds(FuzzReport report) {
    return report.findings().stream().map(finding -> finding.fault().kind()).toList();
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
