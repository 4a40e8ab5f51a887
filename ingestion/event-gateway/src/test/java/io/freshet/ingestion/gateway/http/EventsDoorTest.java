package io.freshet.ingestion.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.envelope.TestMark;
import io.freshet.ingestion.gateway.stream.FakeKafka;
import io.freshet.testing.samples.Rides;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventsDoorTest {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";

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
  void takesABinaryEvent() {
    HttpResponse<String> answer =
        gate.send(
            gate.request("/events")
                .header("ce-specversion", "1.0")
                .header("ce-id", "binary-1")
                .header("ce-source", "/phone")
                .header("ce-type", "rides")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Rides.RIDE)));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .startsWith(
            "{\"taken\":1,\"not_taken\":0,\"events\":[{\"status\":200,\"id\":\"binary-1\","
                + "\"stream\":\"rides\",\"partition\":");
  }

  @Test
  void takesAStructuredEvent() {
    HttpResponse<String> answer =
        gate.post("/events", STRUCTURED, Rides.event("structured-1", Rides.RIDE));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(gate.kafka().durable())
        .anySatisfy(
            sent ->
                assertThat(sent.headers().lastHeader("ce_id").value())
                    .asString(UTF_8)
                    .isEqualTo("structured-1"));
  }

  @Test
  void aStructuredEventMayBeATest() {
    String event = Rides.event("test-1", Rides.RIDE);

    HttpResponse<String> answer =
        gate.post("/events", STRUCTURED, "{\"freshettest\": true, " + event.substring(1));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(TestMark.isOn(sent("test-1").headers())).isTrue();
  }

  @Test
  void answersPerEventOfABatch() {
    String bad = Rides.event("b", Rides.ride("seats", "\"two\""));

    HttpResponse<String> answer =
        gate.post("/events", BATCH, "[%s, %s]".formatted(Rides.event("a", Rides.RIDE), bad));

    assertThat(answer.statusCode()).isEqualTo(207);
    assertThat(answer.body())
        .startsWith("{\"taken\":1,\"not_taken\":1,\"events\":[{\"status\":200,\"id\":\"a\",")
        .contains(
            "{\"status\":422,\"id\":\"b\",\"cause\":\"invalid_value\",",
            "\"errors\":[{\"pointer\":\"#/1/data/seats\",\"detail\":\"is a text; a whole number"
                + " from -2147483648 to 2147483647 is wanted\"}]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud83d", "\\ud83d\\ude80", "Ærø", "a\\u0000b"})
  void namesTheEventAsItsSenderDoes(String id) {
    HttpResponse<String> answer =
        gate.post("/events", BATCH, "[%s]".formatted(Rides.event(id, "{}")));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(text(answer.body(), "/events/0/id")).isEqualTo(text("[\"%s\"]".formatted(id), "/0"));
  }

  private static ProducerRecord<byte[], byte[]> sent(String id) {
    return gate.kafka().durable().stream()
        .filter(each -> new String(each.headers().lastHeader("ce_id").value(), UTF_8).equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static String text(String json, String pointer) {
    try {
      return new ObjectMapper().readTree(json).at(pointer).textValue();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  @Test
  void aBatchOfWhichNothingIsTakenIsAProblem() {
    String bad = Rides.event("b", "{}");

    HttpResponse<String> answer = gate.post("/events", BATCH, "[%s, %s]".formatted(bad, bad));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("None of the 2 events is taken").contains("\"events\":[");
  }

  @Test
  void malformedJsonIsToldWithItsPlace() {
    HttpResponse<String> answer = gate.post("/events", STRUCTURED, "{\n \"id\" \"x\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"cause\":\"malformed_json\"", "\"line\":2", "\"column\":");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE"})
  void eventsComeInByPost(String method) {
    HttpResponse<String> answer =
        gate.send(
            gate.request("/events").method(method, HttpRequest.BodyPublishers.ofString("{}")));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("POST");
  }

  @Test
  void refusesACompressedBody() {
    HttpResponse<String> answer =
        gate.send(
            gate.request("/events")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString("x")));

    assertThat(answer.statusCode()).isEqualTo(415);
  }

  @Test
  void aFastEventIs202() {
    try (Gate fast = Gate.open(Rides.contract(Acknowledgement.FAST, Optional.empty()))) {
      assertThat(fast.post("/events", STRUCTURED, Rides.event("f", Rides.RIDE)).statusCode())
          .isEqualTo(202);
    }
  }

  @Test
  void whileKafkaIsAwayItSaysWhenToComeAgain() {
    FakeKafka kafka = FakeKafka.acknowledging(Rides.contract());
    kafka.refuse(new TimeoutException("away"));
    try (Gate without = Gate.open(Gate.LIMITS, kafka)) {
      for (String body : new String[] {Rides.event("f", Rides.RIDE), null}) {
        HttpResponse<String> answer =
            body == null
                ? without.post("/events", BATCH, "[%s]".formatted(Rides.event("f", Rides.RIDE)))
                : without.post("/events", STRUCTURED, body);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("2");
        assertThat(answer.body()).contains("\"cause\":\"unavailable\"");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {STRUCTURED, BATCH})
  void whenKafkaDoesNotAnswerInTimeItSaysWhenToComeAgain(String contentType) {
    String event = Rides.event("f", Rides.RIDE);
    String body = contentType.equals(BATCH) ? "[%s]".formatted(event) : event;
    try (Gate impatient = Gate.impatient(FakeKafka.silent(Rides.contract()))) {
      HttpResponse<String> answer = impatient.post("/events", contentType, body);

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("2");
      assertThat(answer.body()).contains("Kafka has not acknowledged the event within 50ms");
    }
  }
}
