package io.freshet.ingestion.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.ingestion.gateway.GatewaySettings;
import io.freshet.ingestion.gateway.Rides;
import io.freshet.ingestion.gateway.stream.FakeKafka;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes in, and how much of it. */
class AdmissionTest {
  private static final String STRUCTURED = "application/cloudevents+json";

  @ParameterizedTest
  @ValueSource(strings = {"/events", "/topics/rides"})
  void nobodyComesInWithoutAKey(String path) {
    try (Gate gate = Gate.open(Rides.contract())) {
      HttpResponse<String> answer =
          gate.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:%d%s".formatted(gate.port(), path)))
                  .header("Authorization", "Bearer wrong")
                  .POST(HttpRequest.BodyPublishers.ofString("{}")));

      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    }
  }

  @Test
  void aBodyHasItsLimitWhetherItSaysItsLengthOrNot() {
    try (Gate gate = Gate.open(Rides.contract())) {
      String large = "x".repeat(Gate.LIMITS.maxBodyBytes() + 1);
      HttpRequest.BodyPublisher chunked =
          HttpRequest.BodyPublishers.ofInputStream(
              () -> new ByteArrayInputStream(large.getBytes(US_ASCII)));

      assertThat(gate.post("/events", STRUCTURED, large).statusCode()).isEqualTo(413);
      assertThat(
              gate.send(
                      gate.request("/topics/rides")
                          .header("Content-Type", STRUCTURED)
                          .POST(chunked))
                  .statusCode())
          .isEqualTo(413);
    }
  }

  @Test
  void aBatchHasItsLimit() {
    try (Gate gate = Gate.open(Rides.contract())) {
      HttpResponse<String> answer =
          gate.post("/events", "application/cloudevents-batch+json", "[1, 2, 3, 4]");

      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(answer.body()).contains("\"cause\":\"too_many_events\"");
    }
  }

  @Test
  void whoSendsTooFastIsToldWhenToComeAgain() {
    GatewaySettings.Limits slow =
        new GatewaySettings.Limits(
            4000, 3, 10_000, 1, Duration.ofSeconds(1), Duration.ofSeconds(1));
    try (Gate gate = Gate.open(slow, FakeKafka.acknowledging(Rides.contract()))) {
      String three = "[%1$s, %1$s, %1$s]".formatted(Rides.event("x", Rides.RIDE));
      gate.post("/events", "application/cloudevents-batch+json", three);

      HttpResponse<String> answer = gate.post("/events", STRUCTURED, Rides.event("x", Rides.RIDE));

      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.headers().firstValue("Retry-After")).contains("3");
    }
  }

  @Test
  void whatIsHeldAtOnceHasItsLimit() {
    GatewaySettings.Limits tight =
        new GatewaySettings.Limits(400, 3, 400, 1000, Duration.ofSeconds(1), Duration.ofSeconds(1));
    FakeKafka kafka = FakeKafka.silent(Rides.contract());
    try (Gate gate = Gate.open(tight, kafka)) {
      String event = Rides.event("x", Rides.ride("city", "\"%s\"".formatted("o".repeat(100))));
      CompletableFuture<HttpResponse<String>> first =
          gate.sendAsync(
              gate.request("/events")
                  .header("Content-Type", STRUCTURED)
                  .POST(HttpRequest.BodyPublishers.ofString(event)));
      Awaitility.await().until(() -> !kafka.durable().isEmpty());

      HttpResponse<String> second = gate.post("/events", STRUCTURED, event);
      kafka.acknowledgeNext();

      assertThat(second.statusCode()).isEqualTo(503);
      assertThat(second.body()).contains("\"cause\":\"full\"");
      assertThat(first.join().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void oneProducerLeavesRoomForOthers() {
    GatewaySettings.Limits tight =
        new GatewaySettings.Limits(400, 3, 900, 1000, Duration.ofSeconds(1), Duration.ofSeconds(1));
    FakeKafka kafka = FakeKafka.silent(Rides.contract());
    try (Gate gate = Gate.open(tight, kafka)) {
      String event = Rides.event("x", Rides.ride("city", "\"%s\"".formatted("o".repeat(100))));
      CompletableFuture<HttpResponse<String>> first =
          gate.sendAsync(
              gate.request("/events")
                  .header("Content-Type", STRUCTURED)
                  .POST(HttpRequest.BodyPublishers.ofString(event)));
      Awaitility.await().until(() -> !kafka.durable().isEmpty());

      HttpResponse<String> second = gate.post("/events", STRUCTURED, event);
      kafka.acknowledgeNext();

      assertThat(second.statusCode()).isEqualTo(429);
      assertThat(second.headers().firstValue("Retry-After")).isPresent();
      assertThat(second.body()).contains("\"cause\":\"too_many_bytes\"");
      assertThat(first.join().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aBodyThatDoesNotArriveIsNotWaitedForLong() throws IOException {
    try (Gate gate = Gate.open(Rides.contract());
        Socket socket = new Socket("127.0.0.1", gate.port())) {
      String head =
          """
          POST /events HTTP/1.1\r
          Host: localhost\r
          Authorization: Bearer %s\r
          Content-Type: %s\r
          Content-Length: 100\r
          \r
          {"""
              .formatted(Gate.KEY, STRUCTURED);
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());

      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);

      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("\"cause\":\"too_slow\"");
    }
  }

  @Test
  void closingLetsARequestFinish() {
    FakeKafka kafka = FakeKafka.silent(Rides.contract());
    Gate gate = Gate.open(Gate.LIMITS, kafka);
    CompletableFuture<HttpResponse<String>> answer =
        gate.sendAsync(
            gate.request("/events")
                .header("Content-Type", STRUCTURED)
                .POST(HttpRequest.BodyPublishers.ofString(Rides.event("x", Rides.RIDE))));
    Awaitility.await().until(() -> !kafka.durable().isEmpty());
    int port = gate.port();

    CompletableFuture<Void> closing = CompletableFuture.runAsync(gate::close);
    Awaitility.await().until(() -> isClosed(port));
    kafka.acknowledgeNext();

    assertThat(answer.join().statusCode()).isEqualTo(200);
    closing.join();
  }

  @Test
  void anyoneMayReadFiguresAndTheDocument() {
    try (Gate gate = Gate.open(Rides.contract())) {
      gate.post("/events", STRUCTURED, Rides.event("x", Rides.RIDE));

      assertThat(get(gate, "/metrics").body())
          .contains(
              "freshet_gateway_events_total{cause=\"\",contract=\"rides\",outcome=\"stored\","
                  + "producer=\"rider-app\"} 1.0",
              "freshet_gateway_bytes_in_flight 0.0",
              "freshet_gateway_requests_seconds_count{door=\"events\",status=\"200\"} 1")
          .endsWith("# EOF\n");
      assertThat(get(gate, "/openapi.yaml").body()).startsWith("openapi: 3.0.3");
      assertThat(get(gate, "/health").body()).isEqualTo("{\"status\":\"up\"}\n");
      assertThat(get(gate, "/elsewhere").statusCode()).isEqualTo(404);
    }
  }

  private static boolean isClosed(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return false;
    } catch (IOException refused) {
      return true;
    }
  }

  private static HttpResponse<String> get(Gate gate, String path) {
    return gate.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(gate.port(), path))));
  }
}
