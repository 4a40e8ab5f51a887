package io.freshet.ingestion.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.ingestion.gateway.GatewaySettings;
import io.freshet.ingestion.gateway.stream.FakeKafka;
import io.freshet.testing.samples.Rides;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes in, and how much of it. */
class AdmissionTest {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String EVENTS = "/events";
  private static final String TOPICS = "/topics/rides";

  /** Of the tests whose events do not come in. */
  private static Gate shut;

  @BeforeAll
  static void open() {
    shut = Gate.open(Rides.contract());
  }

  @AfterAll
  static void close() {
    shut.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {EVENTS, TOPICS})
  void nobodyComesInWithoutAKey(String path) {
    HttpResponse<String> answer =
        shut.send(
            HttpRequest.newBuilder(uri(shut, path))
                .header("Authorization", "Bearer wrong")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
  }

  @Test
  void aBodyHasItsLimitWhetherItSaysItsLengthOrNot() {
    String large = "x".repeat(Gate.LIMITS.maxBodyBytes() + 1);
    HttpRequest.BodyPublisher chunked =
        HttpRequest.BodyPublishers.ofInputStream(
            () -> new ByteArrayInputStream(large.getBytes(US_ASCII)));

    assertThat(shut.post("/events", STRUCTURED, large).statusCode()).isEqualTo(413);
    assertThat(
            shut.send(
                    shut.request("/topics/rides").header("Content-Type", STRUCTURED).POST(chunked))
                .statusCode())
        .isEqualTo(413);
  }

  @Test
  void aBatchHasItsLimit() {
    HttpResponse<String> answer =
        shut.post("/events", "application/cloudevents-batch+json", "[1, 2, 3, 4]");

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("\"cause\":\"too_many_events\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {EVENTS, TOPICS})
  void whoSendsTooFastIsToldWhenToComeAgain(String path) {
    GatewaySettings.Limits slow =
        new GatewaySettings.Limits(
            4000, 3, 10_000, 1, Duration.ofSeconds(1), Duration.ofSeconds(1));
    try (Gate gate = Gate.open(slow, FakeKafka.acknowledging(Rides.contract()))) {
      assertThat(send(gate, path, Rides.RIDE, Rides.RIDE, Rides.RIDE).join().statusCode())
          .isEqualTo(200);

      HttpResponse<String> answer = send(gate, path, Rides.RIDE).join();

      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(answer.headers().firstValue("Retry-After")).contains("3");
    }
  }

  @ParameterizedTest
  @CsvSource({EVENTS + ", '\"cause\":\"full\"'", TOPICS + ", '\"error_code\":50003'"})
  void whatIsHeldAtOnceHasItsLimit(String path, String code) {
    HttpResponse<String> answer = whileOneIsHeld(path, 400);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("2");
    assertThat(answer.body()).contains(code, "The gateway holds as many bytes as");
  }

  @ParameterizedTest
  @CsvSource({EVENTS + ", '\"cause\":\"too_many_bytes\"'", TOPICS + ", '\"error_code\":429'"})
  void oneProducerLeavesRoomForOthers(String path, String code) {
    HttpResponse<String> answer = whileOneIsHeld(path, 900);

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).contains("2");
    assertThat(answer.body()).contains(code, "The gateway holds as many bytes of rider-app as");
  }

  @Test
  void aBodyThatDoesNotArriveIsNotWaitedForLong() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", shut.port())) {
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
        gate.postAsync("/events", STRUCTURED, Rides.event("x", Rides.RIDE));
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

  /** What a second event is answered while Kafka has not taken the first, which it then does. */
  private static HttpResponse<String> whileOneIsHeld(String path, int maxBytesInFlight) {
    GatewaySettings.Limits tight =
        new GatewaySettings.Limits(
            400, 3, maxBytesInFlight, 1000, Duration.ofSeconds(1), Duration.ofSeconds(1));
    FakeKafka kafka = FakeKafka.silent(Rides.contract());
    try (Gate gate = Gate.open(tight, kafka)) {
      // More than half of 400 bytes, and of 900 bytes more than a quarter and less than half.
      String ride = Rides.ride("city", "\"%s\"".formatted("o".repeat(200)));
      CompletableFuture<HttpResponse<String>> first = send(gate, path, ride);
      Awaitility.await().until(() -> !kafka.durable().isEmpty());

      HttpResponse<String> second = send(gate, path, ride).join();
      kafka.acknowledgeNext();

      assertThat(first.join().statusCode()).isEqualTo(200);
      return second;
    }
  }

  /** Rides, as the door at that path takes several. */
  private static CompletableFuture<HttpResponse<String>> send(
      Gate gate, String path, String... rides) {
    return path.equals(EVENTS)
        ? gate.postAsync(
            path,
            "application/cloudevents-batch+json",
            joined("[%s]", rides, ride -> Rides.event("x", ride)))
        : gate.postAsync(
            path,
            "application/vnd.kafka.json.v2+json",
            joined("{\"records\": [%s]}", rides, "{\"value\": %s}"::formatted));
  }

  private static String joined(String body, String[] rides, UnaryOperator<String> each) {
    return body.formatted(Arrays.stream(rides).map(each).collect(Collectors.joining(", ")));
  }

  private static boolean isClosed(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return false;
    } catch (IOException refused) {
      return true;
    }
  }

  private static HttpResponse<String> get(Gate gate, String path) {
    return gate.send(HttpRequest.newBuilder(uri(gate, path)));
  }

  private static URI uri(Gate gate, String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(gate.port(), path));
  }
}
