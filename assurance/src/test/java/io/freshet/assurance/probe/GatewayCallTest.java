package io.freshet.assurance.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.envelope.Envelope;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayCallTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final Envelope ENVELOPE =
      new Envelope("id-7", "/freshet/probe", "markets", Optional.empty(), Optional.empty());
  private static final byte[] PAYLOAD = {0, 0, 0, 0, 1, 42};
  // Long enough for a machine that is busy with other things.
  private static final Duration PATIENT = Duration.ofSeconds(30);
  private static final Duration IMPATIENT = Duration.ofMillis(100);

  private final FakeGateway gateway = FakeGateway.start();

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void sendsACloudEventThatIsMarkedAsATest() {
    send(PATIENT).join();

    assertThat(gateway.requests()).hasSize(1);
    FakeGateway.Request request = gateway.requests().get(0);
    assertThat(request.path()).isEqualTo("/events");
    assertThat(request.body()).isEqualTo(PAYLOAD);
    Map.of(
            "Authorization", "Bearer a-key",
            "Content-Type", "application/avro",
            "ce-specversion", "1.0",
            "ce-id", "id-7",
            "ce-source", "/freshet/probe",
            "ce-type", "markets",
            "ce-freshettest", "true")
        .forEach(
            (name, value) ->
                assertThat(request.headers().getFirst(name)).as(name).isEqualTo(value));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202})
  void tellsWhenTheGatewayHasTakenIt(int status) {
    gateway.answers(status, "{}");

    assertThat(send(PATIENT).join()).isEqualTo(NOON);
  }

  @ParameterizedTest
  @CsvSource({
    "401, CALLER",
    "403, CALLER",
    "404, CALLER",
    "422, CALLER",
    "408, DEPENDENCY",
    "429, DEPENDENCY",
    "500, DEPENDENCY",
    "503, DEPENDENCY"
  })
  void saysInTheGatewaysWordsWhyItHasNot(int status, Fault fault) {
    gateway.answers(status, "{\"cause\": \"any\", \"detail\": \"Nobody may\"}");

    FreshetException failure = failureOf(send(PATIENT));

    assertThat(failure.fault()).isEqualTo(fault);
    assertThat(failure)
        .hasMessage(
            "The event gateway at %s answers %d to a test event of markets: Nobody may",
            gateway.url(), status);
  }

  @Test
  void showsTheBeginningOfAnotherServersPage() {
    gateway.answers(404, "<html>\n  <h1>Not here</h1>" + "x".repeat(1000));

    FreshetException failure = failureOf(send(PATIENT));

    assertThat(failure)
        .hasMessageContaining("markets: <html> <h1>Not here</h1>xxx")
        .hasMessageEndingWith("x…");
    assertThat(failure.getMessage().length()).isLessThan(400);
  }

  @Test
  void hasWordsForAnAnswerWithoutAny() {
    gateway.answers(503, " ");

    assertThat(failureOf(send(PATIENT))).hasMessageEndingWith("markets: no reason given");
  }

  @Test
  void saysWhatToDoWhereNothingListens() throws IOException {
    String nowhere = "http://127.0.0.1:" + freePort();

    FreshetException failure = failureOf(send(nowhere, PATIENT));

    assertThat(failure.fault()).isEqualTo(Fault.DEPENDENCY);
    assertThat(failure)
        .hasMessage(
            "Cannot send a test event of markets to the event gateway at %s: nothing answers there;"
                + " ./freshet gateway starts one, and probe.gateway-url says where it is",
            nowhere);
  }

  @Test
  void waitsForAnAnswerNoLongerThanItMay() {
    gateway.fallsSilent();

    FreshetException failure = failureOf(send(IMPATIENT));

    assertThat(failure.fault()).isEqualTo(Fault.DEPENDENCY);
    assertThat(failure).hasMessageContaining("request timed out");
  }

  private CompletableFuture<Instant> send(Duration patience) {
    return send(gateway.url(), patience);
  }

  private static CompletableFuture<Instant> send(String url, Duration patience) {
    return new GatewayCall(new Gateway(url, Map.of()), "a-key", patience, InstantSource.fixed(NOON))
        .send(ENVELOPE, PAYLOAD);
  }

  private static FreshetException failureOf(CompletableFuture<Instant> answer) {
    return (FreshetException)
        answer.handle((taken, failure) -> ((CompletionException) failure).getCause()).join();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
