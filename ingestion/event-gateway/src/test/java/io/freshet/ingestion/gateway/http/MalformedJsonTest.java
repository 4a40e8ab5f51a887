package io.freshet.ingestion.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.ingestion.gateway.ReadableRides;
import io.freshet.testing.samples.Rides;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a request's JSON, its sender learns where, at every door. */
class MalformedJsonTest {
  private static final String BEFORE =
      "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/phone\", \"type\": \"rides\", \"data\": ";
  private static final String REST_BEFORE = "{\"records\": [{\"value\": ";
  private static final String ELSE_BEFORE = "{\"name\": ";
  private static final Pattern PLACE = Pattern.compile("Line (\\d+), column (\\d+): .+");

  private static Gate gate;

  @BeforeAll
  static void open() {
    gate = Gate.open(ReadableRides.contract());
  }

  @AfterAll
  static void close() {
    gate.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"city\": ",
        "{\"city\" \"oslo\"}",
        "{\"city\": \"oslo\",}",
        "{\"city\": \"oslo\" \"seats\": 1}",
        "{city: \"oslo\"}",
        "{'city': 'oslo'}",
        "{\"city\": \"os\tlo\"}",
        "{\"city\": \"\\q\"}",
        "{\"city\": \"\\u00g0\"}",
        "{\"city\": \"oslo}",
        "{\"seats\": 01}",
        "{\"seats\": +1}",
        "{\"seats\": 1.}",
        "{\"seats\": .5}",
        "{\"seats\": 1e}",
        "{\"seats\": -}",
        "{\"seats\": 0x1}",
        "{\"seats\": NaN}",
        "{\"seats\": Infinity}",
        "{\"seats\": tru}",
        "{\"seats\": nul}",
        "{\"stops\": [1,}",
        "{\"stops\": [1 2]}",
        "{\"city\": /* none */ 1}",
        "{\"city\": 1 // none\n}",
        "}",
        "]",
        "{\"city\": \"oslo\"]"
      })
  void isRefusedWithItsPlace(String data) throws IOException {
    String event = BEFORE + data;

    assertPlace(gate.post("/events", "application/cloudevents+json", event), BEFORE.length());
    assertPlace(
        gate.post("/events", "application/cloudevents-batch+json", "[" + event),
        BEFORE.length() + 1);
    assertPlace(gate.post("/tokens", "application/json", ELSE_BEFORE + data), ELSE_BEFORE.length());
    assertRestPlace(
        gate.post(
            "/topics/" + Rides.NAME, "application/vnd.kafka.json.v2+json", REST_BEFORE + data),
        REST_BEFORE.length());
    assertRestPlace(
        gate.send(
            gate.reading(Gate.ANALYST_KEY, "/consumers/g")
                .header("Content-Type", ConsumersClient.V2)
                .POST(HttpRequest.BodyPublishers.ofString(ELSE_BEFORE + data))),
        ELSE_BEFORE.length());
  }

  @Test
  void whatStandsBehindAWholeValueIsMalformedToo() throws IOException {
    assertPlace(gate.post("/tokens", "application/json", "{} {}"), 3);
  }

  private static void assertRestPlace(HttpResponse<String> rest, int sound) throws IOException {
    assertThat(rest.statusCode()).as(rest.body()).isEqualTo(400);
    Matcher place = PLACE.matcher(json(rest).path("message").asText());
    assertThat(place.matches()).as(rest.body()).isTrue();
    assertBehind(Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)), sound);
  }

  private static void assertPlace(HttpResponse<String> answer, int sound) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(json(answer).path("cause").asText()).isEqualTo("malformed_json");
    assertBehind(json(answer).path("line").asInt(), json(answer).path("column").asInt(), sound);
  }

  /** All that is sound stands on the first line. */
  private static void assertBehind(int line, int column, int sound) {
    assertThat(line).isBetween(1, 2);
    if (line == 1) {
      assertThat(column).isGreaterThanOrEqualTo(sound);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }
}
