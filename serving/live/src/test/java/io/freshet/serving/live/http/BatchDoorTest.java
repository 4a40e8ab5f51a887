package io.freshet.serving.live.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchDoorTest {
  private static final String PATH = "/orders:batch";

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
  void givesADocumentForEachInTheirOrder() {
    gate.documents().put("eta:{oslo:1}", "{\"order_version\":1,\"event_time_ms\":10}");
    gate.documents().put("eta:{oslo:3}", "{\"order_version\":3,\"event_time_ms\":30}");

    HttpResponse<String> answer =
        gate.post(
            PATH,
            "{\"orders\": [{\"market\": \"oslo\", \"order_id\": 3}, {\"market\": \"oslo\","
                + " \"order_id\": 2}, {\"market\": \"oslo\", \"order_id\": 1}]}");

    assertThat(answer.body())
        .isEqualTo(
            "{\"orders\":[{\"order_version\":3,\"event_time_ms\":30},null,"
                + "{\"order_version\":1,\"event_time_ms\":10}]}");
  }

  @Test
  void noOrdersAreNone() {
    assertThat(gate.post(PATH, "{\"orders\": []}").body()).isEqualTo("{\"orders\":[]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{                                                     | 400 | malformed_json",
        "[]                                                    | 422 | invalid_value",
        "{\"orders\": 1}                                       | 422 | invalid_value",
        "{\"orders\": [{\"market\": \"oslo\"}]}                | 422 | invalid_value",
        "{\"orders\": [{\"market\": \"os:lo\", \"order_id\": 1}]} | 422 | invalid_value",
        "{\"orders\": [{\"market\": \"oslo\", \"order_id\": -1}]} | 422 | invalid_value",
        "{\"orders\": [1, 2, 3, 4]}                            | 413 | too_many_orders"
      })
  void saysWhatIsWrong(String body, int status, String cause) {
    HttpResponse<String> answer = gate.post(PATH, body);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains("\"cause\":\"%s\"".formatted(cause));
  }

  @Test
  void aBodyHasItsLimit() {
    assertThat(gate.post(PATH, " ".repeat(1025)).statusCode()).isEqualTo(413);
  }

  @Test
  void aCustomerIsNoService() {
    HttpResponse<String> answer =
        gate.send(
            gate.customer(PATH).POST(HttpRequest.BodyPublishers.ofString("{\"orders\": []}")));

    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void whileRedisIsAwayItSaysSo() {
    gate.documents().goAway();

    HttpResponse<String> answer =
        gate.post(PATH, "{\"orders\": [{\"market\": \"oslo\", \"order_id\": 3}]}");

    assertThat(answer.statusCode()).isEqualTo(503);
  }
}
