package io.freshet.ingestion.gateway.http;

import static io.freshet.core.envelope.EventFields.flag;
import static io.freshet.core.envelope.EventFields.integer;
import static io.freshet.core.envelope.EventFields.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.ingestion.gateway.refusal.KeptRefusals;
import io.freshet.testing.samples.Rides;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused at any door is kept, and the sender's answer is the same as without. */
class KeptRefusalsTest {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final String JSON = "application/vnd.kafka.json.v2+json";
  private static final String BAD = Rides.ride("seats", "\"two\"");
  private static final String TEST = "ce-freshettest";

  private static final KeptRefusals KEPT = KeptRefusals.unbounded();
  private static Gate gate;

  @BeforeAll
  static void open() {
    gate = Gate.keeping(KEPT, Rides.contract());
  }

  @AfterAll
  static void close() {
    gate.close();
  }

  @BeforeEach
  void forget() {
    KEPT.kafka().clear();
    gate.kafka().clear();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "missing_envelope|{'id': 'x', 'type': 'rides', 'data': {}}",
        "malformed_json|{'id' 'x'}",
        "unknown_contract|{'specversion': '1.0', 'id': 'x', 'source': '/p', 'type': 'ridez', 'data':"
            + " {}}",
        "invalid_value|{'specversion': '1.0', 'id': 'x', 'source': '/p', 'type': 'rides', 'data':"
            + " {'city': 1}}",
        "missing_key|{'specversion': '1.0', 'id': 'x', 'source': '/p', 'type': 'rides', 'data':"
            + " {'city': '', 'ride_id': 1, 'event_time': '2026-11-01T08:00:00Z'}}",
        "unsupported_media_type|{'specversion': '1.0', 'id': 'x', 'source': '/p', 'type': 'rides',"
            + " 'datacontenttype': 'text/xml', 'data': 'x'}",
        "not_wire_format|{'specversion': '1.0', 'id': 'x', 'source': '/p', 'type': 'rides',"
            + " 'datacontenttype': 'application/avro', 'data_base64': 'eHh4'}",
        "unknown_schema|{'specversion': '1.0', 'id': 'x', 'source': '/p', 'type': 'rides',"
            + " 'datacontenttype': 'application/avro', 'data_base64': 'AAAAAP94'}",
        "undecodable|{'specversion': '1.0', 'id': 'x', 'source': '/p', 'type': 'rides',"
            + " 'datacontenttype': 'avro/binary', 'data_base64': 'eHh4'}"
      })
  void anEventIsKeptWithItsCauseAndAsItCame(String cause, String event) {
    String body = event.replace('\'', '"');

    HttpResponse<String> answer = gate.post("/events", STRUCTURED, body);

    assertThat(answer.body()).contains("\"cause\":\"%s\"".formatted(cause));
    GenericRecord row = KEPT.only();
    assertThat(text(row, "cause")).isEqualTo(cause);
    assertThat(integer(row, "status")).isEqualTo(answer.statusCode());
    assertThat(text(row, "producer")).isEqualTo(Rides.PRODUCER);
    assertThat(KeptRefusals.body(row)).isEqualTo(body);
  }

  @Test
  void anEventThatItsStreamDoesNotTakeIsKept() {
    String large = Rides.ride("city", "\"%s\"".formatted("x".repeat(3800)));

    assertThat(gate.post("/events", STRUCTURED, Rides.event("x", large)).statusCode())
        .isEqualTo(413);

    assertThat(text(KEPT.only(), "cause")).isEqualTo("too_large");
  }

  @Test
  void saysWhereTheContractIsNotKept() {
    gate.post("/events", BATCH, "[%s]".formatted(Rides.event("x", BAD)));

    GenericRecord row = KEPT.only();
    assertThat(text(row, "contract")).isEqualTo("rides");
    assertThat(text(row, "event_id")).isEqualTo("x");
    assertThat(row.get("violations").toString()).contains("\"pointer\": \"/0/data/seats\"");
  }

  @Test
  void ofABatchOnlyTheRefusedOnesAreKept() {
    String bad = Rides.event("bad", BAD);

    gate.post("/events", BATCH, "[%s, %s]".formatted(Rides.event("good", Rides.RIDE), bad));

    assertThat(KeptRefusals.body(KEPT.only())).isEqualTo(bad);
    assertThat(gate.kafka().durable()).hasSize(1);
  }

  @Test
  void aBinaryEventIsKnownByItsHeaders() {
    gate.send(binary().POST(HttpRequest.BodyPublishers.ofString("{\"city\" }")));

    GenericRecord row = KEPT.only();
    assertThat(text(row, "cause")).isEqualTo("malformed_json");
    assertThat(text(row, "contract")).isEqualTo("rides");
    assertThat(text(row, "event_id")).isEqualTo("binary-1");
    assertThat(KeptRefusals.body(row)).isEqualTo("{\"city\" }");
  }

  @Test
  void aRequestInAFormatThatIsNotReadIsKeptAsAWhole() {
    HttpResponse<String> answer = gate.post("/events", "application/cloudevents+avro", "x");

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(text(KEPT.only(), "cause")).isEqualTo("unsupported_media_type");
    assertThat(KEPT.only().get("contract")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "walks, https://rides.example, not_in_token",
    "rides, https://rider.example, origin_not_allowed"
  })
  void whatAPageMayNotSendIsKept(String contract, String origin, String cause) {
    String token =
        Gate.TOKENS
            .issue(Rides.PRODUCER, Optional.of(Set.of(contract)), Duration.ofMinutes(1))
            .text();

    HttpResponse<String> answer =
        gate.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/events".formatted(gate.port())))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", STRUCTURED)
                .header("Origin", origin)
                .POST(HttpRequest.BodyPublishers.ofString(Rides.event("x", Rides.RIDE))));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(text(KEPT.only(), "cause")).isEqualTo(cause);
    assertThat(flag(KEPT.only(), "is_by_token")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "invalid_value|422|rides|json|{'records': [{'value': {'city': 1}}]}",
        "malformed_json|400|rides|json|{'records' }",
        "unknown_contract|404|ridez|json|{'records': [{'value': {}}]}",
        "unsupported_media_type|415|rides|protobuf|{'records': [{'value': {}}]}",
        "missing_envelope|422|rides|json|{'records': [{'value': {}, 'partition': 1}]}",
        "unknown_schema|422|rides|avro|{'records': [{'value': {}}]}",
        "incompatible_schema|422|rides|avro|{'value_schema': '?', 'records': [{'value': {}}]}",
        "undecodable|422|rides|binary|{'records': [{'value': '?'}]}"
      })
  void aRequestOfTheRestProxyIsKeptAsAWhole(
      String cause, int status, String contract, String format, String request) {
    String body = request.replace('\'', '"');

    HttpResponse<String> answer =
        gate.sendUndocumented(
            gate.request("/topics/" + contract)
                .header("Content-Type", "application/vnd.kafka.%s.v2+json".formatted(format))
                .POST(HttpRequest.BodyPublishers.ofString(body)));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    GenericRecord row = KEPT.only();
    assertThat(text(row, "cause")).isEqualTo(cause);
    assertThat(integer(row, "status")).isEqualTo(status);
    assertThat(text(row, "contract")).isEqualTo(contract);
    assertThat(KeptRefusals.body(row)).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"city\": 1}", "{\"city\" }"})
  void testsAreNotKept(String data) {
    gate.send(binary().header(TEST, "true").POST(HttpRequest.BodyPublishers.ofString(data)));
    gate.send(
        gate.request("/topics/rides")
            .header("Content-Type", JSON)
            .header(TEST, "true")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"records\": [{\"value\": %s}]}".formatted(data))));
    String event =
        """
        {"freshettest": true, "specversion": "1.0", "id": "t", "source": "/p", "type": "rides",
         "data_base64": "%s"}"""
            .formatted(Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)));
    gate.post("/events", STRUCTURED, event);
    gate.post("/events", BATCH, "[%s, %s]".formatted(event, event));

    assertThat(KEPT.rows()).isEmpty();
  }

  @Test
  void theAnswerIsTheSameWhileKafkaTakesNoRefusals() {
    String batch = "[%s, %s]".formatted(Rides.event("good", Rides.RIDE), Rides.event("bad", BAD));
    String before = sentBad(gate);
    KeptRefusals away = KeptRefusals.unbounded();
    away.kafka().refuse(new TimeoutException("no room"));
    // One that never answers would keep an answer that waits for it for ever.
    for (KeptRefusals refusals : List.of(away, KeptRefusals.silent())) {
      try (Gate without = Gate.keeping(refusals, Rides.contract())) {
        assertThat(sentBad(without)).isEqualTo(before);
        assertThat(without.post("/events", BATCH, batch).statusCode()).isEqualTo(207);
        assertThat(without.kafka().durable()).hasSize(1);
      }
    }
  }

  /** In a trace of its own, which the answer names. */
  private static String sentBad(Gate gate) {
    return gate.send(
            gate.request("/events")
                .header("Content-Type", STRUCTURED)
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00")
                .POST(HttpRequest.BodyPublishers.ofString(Rides.event("bad", BAD))))
        .body();
  }

  private static HttpRequest.Builder binary() {
    return gate.request("/events")
        .header("ce-specversion", "1.0")
        .header("ce-id", "binary-1")
        .header("ce-source", "/phone")
        .header("ce-type", "rides")
        .header("Content-Type", "application/json");
  }
}
