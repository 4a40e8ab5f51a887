package io.freshet.ingestion.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.ingestion.gateway.admission.Tokens;
import io.freshet.testing.samples.Rides;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pages and phones send, and by which token. */
class BrowserTest {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "[%1$s, %1$s]".formatted(Rides.event("x", Rides.RIDE));

  private static Gate gate;

  @BeforeAll
  static void open() {
    gate = Gate.open(Rides.contract());
  }

  @AfterAll
  static void close() {
    gate.close();
  }

  @Test
  void aServiceGetsATokenWithWhichABrowserSends() throws Exception {
    HttpResponse<String> answer =
        gate.post("/tokens", "application/json", "{\"contracts\": [\"rides\"]}");

    assertThat(answer.statusCode()).isEqualTo(200);
    String token = new ObjectMapper().readTree(answer.body()).path("token").asText();
    assertThat(send(token, Rides.event("x", Rides.RIDE)).statusCode()).isEqualTo(200);
    assertThat(post("/tokens", token, "").statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"contracts\": [\"walks\"]}|403|rider-app is not among the producers of walks",
        "{\"seconds\": 3601}|422|seconds is 3601; it must be between 1 and 3600",
        "{\"seconds\": 1.5}|422|seconds is 1.5",
        "{\"contracts\": []}|422|Send {",
        "{\"days\": 1}|422|Send {",
        "[]|422|Send {",
        "{|400|Unexpected end-of-input"
      })
  void refusesOtherWishes(String wish, int status, String detail) {
    HttpResponse<String> answer = gate.post("/tokens", "application/json", wish);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body().replace("\\\"", "\"")).contains(detail);
  }

  @Test
  void aTokenIsGoodForItsContractsAlone() {
    String token = token(Optional.of(Set.of("walks")), InstantSource.system());

    HttpResponse<String> answer = send(token, Rides.event("x", Rides.RIDE));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("\"cause\":\"not_in_token\"");
  }

  @Test
  void aTokenThatIsOverOrSomebodyElsesOpensNothing() {
    String old =
        token(Optional.empty(), InstantSource.fixed(Instant.now().minus(Duration.ofHours(1))));
    String foreign =
        Tokens.signedWith("another secret, of 32 bytes or more", InstantSource.system())
            .issue(Rides.PRODUCER, Optional.empty(), Duration.ofMinutes(1))
            .text();
    String unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJyaWRlci1hcHAifQ.";

    assertThat(send(old, Rides.event("x", Rides.RIDE)).statusCode()).isEqualTo(401);
    assertThat(send(foreign, Rides.event("x", Rides.RIDE)).statusCode()).isEqualTo(401);
    assertThat(send(unsigned, Rides.event("x", Rides.RIDE)).statusCode()).isEqualTo(401);
  }

  @Test
  void aPageThatIsBeingLeftSendsPlainTextAndItsTokenInTheAddress() {
    HttpResponse<String> answer =
        gate.send(
            HttpRequest.newBuilder(uri("/events?token=" + token()))
                .header("Content-Type", "text/plain;charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofString(BATCH)));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"taken\":2");
  }

  @Test
  void aKeyIsNotTakenFromTheAddress() {
    HttpResponse<String> answer =
        gate.send(
            HttpRequest.newBuilder(uri("/events?token=" + Gate.KEY))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(BATCH)));

    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void aBrowserIsToldWhichPagesMaySend() {
    assertThat(preflight(Rides.ORIGIN).headers().firstValue("Access-Control-Allow-Origin"))
        .contains(Rides.ORIGIN);
    assertThat(preflight(Rides.ORIGIN).headers().firstValue("Access-Control-Allow-Headers"))
        .hasValueSatisfying(names -> assertThat(names).contains("Authorization", "*"));
    assertThat(preflight("https://elsewhere.example").headers().map())
        .doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void anAnswerIsForThePageThatAsked() {
    HttpResponse<String> answer = fromPage(Rides.ORIGIN);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(Rides.ORIGIN);
    assertThat(answer.headers().firstValue("Vary")).contains("Origin");
  }

  @Test
  void pagesThatTheContractDoesNotNameSendNothing() {
    HttpResponse<String> answer = fromPage("https://elsewhere.example");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("\"cause\":\"origin_not_allowed\"");
  }

  private static HttpResponse<String> fromPage(String origin) {
    return gate.send(
        HttpRequest.newBuilder(uri("/events"))
            .header("Origin", origin)
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", STRUCTURED)
            .POST(HttpRequest.BodyPublishers.ofString(Rides.event("x", Rides.RIDE))));
  }

  /** CORS has it so, not the document. */
  private static HttpResponse<String> preflight(String origin) {
    return gate.sendUndocumented(
        HttpRequest.newBuilder(uri("/events"))
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "authorization,content-type")
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
  }

  private static HttpResponse<String> send(String token, String event) {
    return post("/events", token, event);
  }

  private static HttpResponse<String> post(String path, String token, String body) {
    return gate.send(
        HttpRequest.newBuilder(uri(path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", STRUCTURED)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static String token() {
    return token(Optional.empty(), InstantSource.system());
  }

  private static String token(Optional<Set<String>> contracts, InstantSource clock) {
    return Tokens.signedWith("a secret of the tests, 32 bytes long", clock)
        .issue(Rides.PRODUCER, contracts, Tokens.USUAL_LIFE)
        .text();
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(gate.port(), path));
  }
}
