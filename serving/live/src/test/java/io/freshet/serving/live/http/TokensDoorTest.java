package io.freshet.serving.live.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensDoorTest {
  private static LiveGate gate;

  @BeforeAll
  static void open() {
    gate = LiveGate.open();
  }

  @AfterAll
  static void close() {
    gate.close();
  }

  @BeforeEach
  void empty() {
    gate.documents().reset();
  }

  @Test
  void theTokenOpensItsOrder() throws JsonProcessingException {
    HttpResponse<String> answer =
        gate.post("/tokens", "{\"market\": \"oslo\", \"order_id\": 5, \"seconds\": 60}");

    String token = new ObjectMapper().readTree(answer.body()).path("token").asText();
    assertThat(LiveGate.TOKENS.pass(token).orElseThrow().order()).hasToString("oslo/5");
    assertThat(
            gate.send(HttpRequest.newBuilder(gate.uri("/orders/oslo/5?token=" + token)))
                .statusCode())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "not json                                             | 400 | Unrecognized token",
        "[]                                                   | 422 | # is no object; send one",
        "{'order_id': 5}                                      | 422 | #/market is missing",
        "{'market': 'os lo', 'order_id': 5}                   | 422 | #/market is 'os lo'; it must",
        "{'market': 'oslo'}                                   | 422 | #/order_id is missing; it",
        "{'market': 'oslo', 'order_id': '5'}                  | 422 | #/order_id is '5'; it must be",
        "{'market': 'oslo', 'order_id': -5}                   | 422 | #/order_id is -5; it must be",
        "{'market': 'oslo', 'order_id': 1234567890123456789}  | 422 | number of up to 18 digits",
        "{'market': '', 'order_id': 5}                        | 422 | name, up to 64 letters, di",
        "{'market': 'oslo', 'order_id': 5, 'second': 60}      | 422 | #/second is not known here",
        "{'market': 'oslo', 'order_id': 5, 'seconds': 0}      | 422 | #/seconds is 0; it must be a",
        "{'market': 'oslo', 'order_id': 5, 'seconds': 86401}  | 422 | whole number from 1 to 86400",
        "{'market': 'oslo', 'order_id': 5, 'seconds': '60'}   | 422 | #/seconds is '60'; it must be"
      })
  void saysWhatIsWrongAndWhere(String body, int status, String detail)
      throws JsonProcessingException {
    HttpResponse<String> answer = gate.post("/tokens", body.replace('\'', '"'));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(new ObjectMapper().readTree(answer.body()).path("detail").asText())
        .contains(detail.replace('\'', '"'));
  }

  @Test
  void saysNotMoreOfWhatIsWrongThanAnybodyReads() {
    HttpResponse<String> answer =
        gate.post("/tokens", "{\"market\": \"" + "x".repeat(500) + "\", \"order_id\": 5}");

    assertThat(answer.body()).contains("xxx…; it must be").doesNotContain("x".repeat(101));
  }

  @Test
  void nobodyGetsATokenForAToken() {
    HttpResponse<String> answer =
        gate.send(
            gate.customer("/tokens")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"market\": \"oslo\", \"order_id\": 5}")));

    assertThat(answer.statusCode()).isEqualTo(401);
  }
}
