package io.freshet.serving.live.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.token.OrderTokens;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes in, by which door, and how many. */
class AdmissionTest {
  private static final String ORDER = "/orders/san_francisco/17";
  private static final String LIVE = ORDER + "/live";

  private static LiveGate gate;

  @BeforeAll
  static void open() {
    gate = LiveGate.open();
  }

  @AfterAll
  static void close() {
    gate.close();
  }

  /** Tests that take seats leave none behind. */
  @BeforeEach
  void awaitFreeSeats() {
    gate.documents().reset();
    await().atMost(Duration.ofSeconds(20)).until(() -> gate.feeds().seats().areFree());
  }

  @ParameterizedTest
  @ValueSource(strings = {ORDER, LIVE})
  void nobodyComesInWithoutAToken(String path) {
    HttpResponse<String> answer = gate.send(HttpRequest.newBuilder(gate.uri(path)));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
  }

  @ParameterizedTest
  @ValueSource(strings = {ORDER, LIVE})
  void aTokenOpensNoOtherOrder(String path) {
    String token = LiveGate.token(new OrderKey("san_francisco", 18));

    assertThat(withToken(path, token).statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {ORDER, LIVE})
  void anExpiredTokenOpensNothing(String path) {
    String token =
        OrderTokens.signedWith(
                "a secret of the tests, 32 bytes long",
                () -> Instant.now().minus(Duration.ofHours(1)))
            .issue(LiveGate.ORDER, Duration.ofMinutes(59))
            .text();

    assertThat(withToken(path, token).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {ORDER, LIVE})
  void theServicesTokenIsNoCustomers(String path) {
    assertThat(withToken(path, LiveGate.SERVICE).statusCode()).isEqualTo(401);
  }

  @Test
  void pagesComeFromOriginsThatAreAllowed() {
    gate.documents().put("eta:{san_francisco:17}", "{\"order_version\":1,\"event_time_ms\":1}");

    assertThat(fromPage(LiveGate.PAGE).statusCode()).isEqualTo(200);
    assertThat(fromPage(LiveGate.PAGE).headers().firstValue("Access-Control-Allow-Origin"))
        .contains(LiveGate.PAGE);
    assertThat(fromPage("http://127.0.0.1:" + gate.port()).statusCode()).isEqualTo(200);
    assertThat(fromPage("https://evil.example").statusCode()).isEqualTo(403);
    assertThat(fromPage("null").statusCode()).isEqualTo(403);
  }

  @Test
  void aWebSocketOpensByTheTokenInItsAddress() {
    WebSocket socket = webSocket(LiveGate.token(LiveGate.ORDER));

    assertThat(socket.isInputClosed()).isFalse();
    socket.abort();
  }

  @Test
  void aWebSocketIsRefusedBeforeItOpens() {
    assertThatThrownBy(() -> webSocket(LiveGate.token(new OrderKey("oslo", 17))))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(WebSocketHandshakeException.class)
        .satisfies(
            e ->
                assertThat(((WebSocketHandshakeException) e.getCause()).getResponse().statusCode())
                    .isEqualTo(403));
  }

  @Test
  void anOrderHasSoManyWatchersAndASeatThatIsLeftIsFree() {
    WebSocket first = webSocket(LiveGate.token(LiveGate.ORDER));
    WebSocket second = webSocket(LiveGate.token(LiveGate.ORDER));

    HttpResponse<String> answer = gate.send(gate.customer(LIVE));

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body()).contains("\"cause\":\"order_full\"");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    first.abort();
    second.abort();
    awaitFreeSeats();
    webSocket(LiveGate.token(LiveGate.ORDER)).abort();
  }

  @Test
  void whoDrainsSendsWatchersElsewhere() {
    try (LiveGate drained = LiveGate.open()) {
      drained.feeds().drain(Duration.ZERO);

      HttpResponse<String> answer = drained.send(drained.customer(LIVE));

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("\"cause\":\"draining\"");
    }
  }

  @Test
  void whatIsNoDoorIsNotThere() {
    assertThat(gate.send(gate.customer("/elsewhere")).statusCode()).isEqualTo(404);
    assertThat(gate.send(gate.customer("/orders/oslo/one")).statusCode()).isEqualTo(404);
    assertThat(
            gate.send(gate.customer(ORDER).POST(HttpRequest.BodyPublishers.noBody())).statusCode())
        .isEqualTo(405);
    assertThat(
            gate.send(gate.customer(LIVE).POST(HttpRequest.BodyPublishers.noBody())).statusCode())
        .isEqualTo(405);
  }

  @Test
  void anyoneMayReadFiguresAndTheDocument() {
    gate.send(gate.customer(ORDER));

    assertThat(page("/metrics").body())
        .contains(
            "freshet_live_sockets 0.0",
            "freshet_live_redis_up 1.0",
            "freshet_live_requests_seconds_count{door=\"order\",status=\"404\"} ")
        .endsWith("# EOF\n");
    assertThat(page("/openapi.yaml").body()).startsWith("openapi: 3.0.3");
    assertThat(page("/health").body()).isEqualTo("{\"status\":\"up\"}\n");
  }

  private WebSocket webSocket(String token) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(gate.webSocket(LIVE + "?token=" + token), new WebSocket.Listener() {})
        .join();
  }

  private HttpResponse<String> withToken(String path, String token) {
    return gate.send(
        HttpRequest.newBuilder(gate.uri(path)).header("Authorization", "Bearer " + token));
  }

  private HttpResponse<String> fromPage(String origin) {
    return gate.send(gate.customer(ORDER).header("Origin", origin));
  }

  private HttpResponse<String> page(String path) {
    return gate.send(HttpRequest.newBuilder(gate.uri(path)));
  }
}
