package io.freshet.ingestion.sqlapps.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.ingestion.sqlapps.webhook.WebhookCalls.Pace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real server, which answers as it is told to. */
class WebhookCallsTest {
  private static final byte[] BODY = "{\"errors\":7}".getBytes(StandardCharsets.UTF_8);
  private static final String SECRET = "between us";

  /** Of that body with that secret, by another program. */
  private static final String SIGNATURE =
      "379960bc9a96858745ac902fe6b445bf37790049717d3e685290600880363ac4";

  private static final Pace QUICK =
      new Pace(3, Duration.ofSeconds(5), Duration.ofMillis(1), Duration.ofMillis(20));

  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Deque<Integer> answers = new ArrayDeque<>();
  private HttpServer server;

  private record Call(String body, String key, String signature) {}

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/alerts", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void postsOnceWhereItIsTaken() throws InterruptedException {
    assertThat(post(200)).isEmpty();

    assertThat(calls).hasSize(1);
    assertThat(calls.get(0).body()).isEqualTo("{\"errors\":7}");
  }

  @Test
  void signsWhatItSends() throws InterruptedException {
    post(204);

    assertThat(calls.get(0).signature()).isEqualTo("sha256=" + SIGNATURE);
  }

  @Test
  void triesAgainUnderTheSameKeyWhereThatMayHelp() throws InterruptedException {
    assertThat(post(503, 429, 200)).isEmpty();

    assertThat(calls).hasSize(3);
    assertThat(calls.stream().map(Call::key).distinct()).hasSize(1);
  }

  @Test
  void givesUpInTheEnd() throws InterruptedException {
    assertThat(post(500, 502, 503, 200)).contains("it answered 503, 3 times");

    assertThat(calls).hasSize(3);
  }

  @Test
  void doesNotRepeatWhatIsRefused() throws InterruptedException {
    assertThat(post(400, 200)).contains("it answered 400");

    assertThat(calls).hasSize(1);
  }

  @Test
  void goesNowhereElseWhereverItIsSent() throws InterruptedException {
    assertThat(post(302, 200)).contains("it answered 302");

    assertThat(calls).hasSize(1);
  }

  @Test
  void waitsNoLongerThanItMayWhateverItIsAskedFor() throws InterruptedException {
    answers.addAll(List.of(429, 200));
    long begun = System.nanoTime();

    Optional<String> problem = caller().post(BODY);

    assertThat(problem).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void namesNoAddressWhereNobodyAnswers() throws IOException, InterruptedException {
    int nobodys;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobodys = socket.getLocalPort();
    }
    URI url = URI.create("http://127.0.0.1:%d/alerts?token=secret".formatted(nobodys));

    Optional<String> problem =
        new WebhookCalls(new WebhookTarget("oncall", url, ""), QUICK).post(BODY);

    assertThat(problem).contains("it can't be reached: ConnectException, 3 times");
  }

  private Optional<String> post(Integer... statuses) throws InterruptedException {
    answers.addAll(List.of(statuses));

    return caller().post(BODY);
  }

  private WebhookCalls caller() {
    URI url = URI.create("http://127.0.0.1:%d/alerts".formatted(server.getAddress().getPort()));

    return new WebhookCalls(new WebhookTarget("oncall", url, SECRET), QUICK);
  }

  private void answer(HttpExchange exchange) throws IOException {
    calls.add(
        new Call(
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            exchange.getRequestHeaders().getFirst("idempotency-key"),
            exchange.getRequestHeaders().getFirst("freshet-signature")));
    exchange.getResponseHeaders().add("retry-after", "3600");
    exchange.getResponseHeaders().add("location", exchange.getRequestURI().toString());
    exchange.sendResponseHeaders(answers.remove(), -1);
    exchange.close();
  }
}
