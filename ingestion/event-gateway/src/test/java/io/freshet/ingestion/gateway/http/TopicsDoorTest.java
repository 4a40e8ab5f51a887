package io.freshet.ingestion.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.envelope.TestMark;
import io.freshet.ingestion.gateway.stream.FakeKafka;
import io.freshet.testing.samples.Rides;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicsDoorTest {
  private static final String JSON = "application/vnd.kafka.json.v2+json";
  private static final String AVRO = "application/vnd.kafka.avro.v2+json";
  private static final String BINARY = "application/vnd.kafka.binary.v2+json";
  private static final Schema SCHEMA = AvroSchemas.of(Rides.contract());
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String AVRO_RIDE =
      """
      {"city": "oslo", "ride_id": 4711, "event_time": 1793520000123456, "seats": {"int": 2},
       "fare": null, "shared": null, "rating": null, "distance": null, "photo": null, "day": null,
       "state": {"string": "ended"}, "stops": null}""";

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
  void whatTheServerItselfRefusesHasACodeToo() {
    HttpResponse<String> answer =
        gate.sendUndocumented(
            gate.request("/topics/rides%2Fmore").POST(HttpRequest.BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"error_code\":400");
  }

  @Test
  void headersThatAreTooLargeAreTheSendersFault() {
    HttpResponse<String> answer =
        gate.send(
            gate.request("/topics/rides")
                .header("X-More", "x".repeat(20_000))
                .POST(HttpRequest.BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"error_code\":400");
  }

  @Test
  void takesJsonRecords() {
    HttpResponse<String> answer = produce(JSON, records(Rides.RIDE));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("application/vnd.kafka.v2+json");
    assertThat(answer.body())
        .matches(
            "\\{\"offsets\":\\[\\{\"partition\":\\d,\"offset\":\\d+,\"error_code\":null,"
                + "\"error\":null}],\"key_schema_id\":null,\"value_schema_id\":1}");
  }

  @Test
  void leavesTheHeadersThatCloudEventsLeave() {
    produce(JSON, records(Rides.RIDE));
    gate.post("/events", "application/cloudevents+json", Rides.event("same", Rides.RIDE));

    List<ProducerRecord<byte[], byte[]>> sent = gate.kafka().durable();
    ProducerRecord<byte[], byte[]> cloudEvent = sent.get(sent.size() - 1);
    ProducerRecord<byte[], byte[]> produced = sent.get(sent.size() - 2);
    assertThat(names(produced)).isEqualTo(names(cloudEvent));
    assertThat(produced.key()).isEqualTo(cloudEvent.key());
    assertThat(produced.value()).isEqualTo(cloudEvent.value());
    assertThat(produced.partition()).isEqualTo(cloudEvent.partition());
    assertThat(produced.headers().lastHeader("ce_source").value())
        .asString(UTF_8)
        .isEqualTo("/event-gateway/rider-app");
  }

  @Test
  void takesAvroRecordsWithTheirSchemaAndThenWithItsId() throws IOException {
    HttpResponse<String> first =
        produce(AVRO, records(Map.of("value_schema", SCHEMA.toString()), AVRO_RIDE));
    HttpResponse<String> second = produce(AVRO, records(Map.of("value_schema_id", 1), AVRO_RIDE));

    assertThat(MAPPER.readTree(first.body()).path("value_schema_id").intValue()).isEqualTo(1);
    assertThat(second.statusCode()).isEqualTo(200);
  }

  @Test
  void takesAvroRecordsOfAnotherSchemaThatTheContractsCanRead() throws IOException {
    String schema =
        """
        {"type": "record", "name": "rides", "namespace": "freshet", "fields": [
          {"name": "city", "type": "string"}, {"name": "ride_id", "type": "long"},
          {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}}]}""";

    HttpResponse<String> answer =
        produce(
            AVRO,
            records(
                Map.of("value_schema", schema),
                "{\"city\": \"oslo\", \"ride_id\": 1, \"event_time\": 1793520000123456}"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(MAPPER.readTree(answer.body()).path("value_schema_id").isNull()).isTrue();
  }

  @Test
  void takesBinaryRecordsInTheRegistrysWireFormat() {
    produce(JSON, records(Rides.RIDE));
    List<ProducerRecord<byte[], byte[]>> sent = gate.kafka().durable();
    byte[] framed = sent.get(sent.size() - 1).value();

    HttpResponse<String> answer =
        produce(BINARY, records("\"%s\"".formatted(Base64.getEncoder().encodeToString(framed))));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(gate.kafka().durable().get(gate.kafka().durable().size() - 1).value())
        .isEqualTo(framed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "json|{|400|400",
        "json|[]|422|422",
        "json|{}|422|422",
        "json|{\"records\": []}|422|422",
        "json|{\"records\": [7]}|422|422",
        "json|{\"records\": [{\"value\": {}, \"headers\": []}]}|422|422",
        "json|{\"records\": [{\"value\": {}, \"partition\": 1}]}|422|422",
        "json|{\"records\": [{\"value\": {}}], \"extra\": 1}|422|422",
        "json|{\"records\": [{\"value\": null}]}|422|42203",
        "json|{\"records\": [{\"value\": {\"city\": 1}}]}|422|42203",
        "json|{\"records\": [1,2,3,4]}|422|422",
        "json|{\"records\": [{},{},{},{}]}|413|413",
        "avro|{\"records\": [{\"value\": {}}]}|422|42202",
        "avro|{\"records\": [{\"key\": 1, \"value\": {}}], \"value_schema_id\": 1}|422|42201",
        "avro|{\"records\": [{\"value\": {}}], \"value_schema\": \"int?\"}|422|42205",
        "avro|{\"records\": [{\"value\": {}}], \"value_schema\": 5}|422|42205",
        "avro|{\"records\": [{\"value\": {}}], \"value_schema\": \"\\\"int\\\"\"}|422|42203",
        "avro|{\"records\": [{\"value\": {}}], \"value_schema_id\": 99}|408|40801",
        "avro|{\"records\": [{\"value\": {}}], \"value_schema_id\": 1}|422|42203",
        "binary|{\"records\": [{\"value\": \"?\"}]}|422|42203",
        "binary|{\"records\": [{\"value\": 7}]}|422|42203",
        "binary|{\"records\": [{\"value\": \"AQID\"}]}|422|42203",
        "binary|{\"records\": [{\"value\": \"AAAAAGMC\"}]}|422|42203",
        "text|x|415|415"
      })
  void failsWithTheCodesThatClientsKnow(String format, String body, int status, int code)
      throws IOException {
    HttpResponse<String> answer =
        produce("application/vnd.kafka.%s.v2+json".formatted(format), body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(MAPPER.readTree(answer.body()).path("error_code").intValue()).isEqualTo(code);
  }

  @Test
  void anUnknownContractIsAnUnknownTopic() {
    HttpResponse<String> answer = gate.post("/topics/ridez", JSON, records(Rides.RIDE));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .isEqualTo(
            "{\"error_code\":40401,\"message\":\"No contract ridez takes events over HTTP\"}");
  }

  @Test
  void topicsAreMadeByContracts() {
    HttpResponse<String> answer = gate.sendUndocumented(gate.request("/topics/rides").DELETE());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, POST");
    assertThat(answer.body())
        .startsWith("{\"error_code\":405,")
        .contains("change the contract and run freshet contract apply");
  }

  @ParameterizedTest
  @CsvSource({"POST, /topics", "GET, /v3/clusters", "POST, /v3/clusters/a/topics", "PUT, /brokers"})
  void noCallAdministersTheCluster(String method, String path) {
    HttpResponse<String> answer =
        gate.sendUndocumented(
            gate.request(path).method(method, HttpRequest.BodyPublishers.ofString("{}")));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.body()).contains("freshet contract apply");
  }

  @Test
  void aPartitionIsTheContractsToChoose() {
    HttpResponse<String> answer =
        gate.sendUndocumented(
            gate.request("/topics/rides/partitions/1")
                .header("Content-Type", JSON)
                .POST(HttpRequest.BodyPublishers.ofString(records(Rides.RIDE))));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("The contract chooses the partition");
  }

  @Test
  void ofARequestWithOneWrongRecordNoneIsTaken() {
    int before = gate.kafka().durable().size();

    HttpResponse<String> answer =
        produce(JSON, records(Rides.RIDE, Rides.ride("seats", "\"two\"")));

    assertThat(answer.body())
        .startsWith("{\"error_code\":42203,\"message\":\"Record 1: ")
        .contains("/records/1/value/seats");
    assertThat(gate.kafka().durable()).hasSize(before);
  }

  @Test
  void whileKafkaIsAwayEveryRecordIsWorthARetry() {
    FakeKafka kafka = FakeKafka.acknowledging(Rides.contract());
    kafka.refuse(new TimeoutException("away"));
    try (Gate without = Gate.open(Gate.LIMITS, kafka)) {
      HttpResponse<String> answer = without.post("/topics/rides", JSON, records(Rides.RIDE));

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("2");
      assertThat(answer.body()).startsWith("{\"error_code\":50003,");
    }
  }

  @Test
  void whenKafkaDoesNotAnswerInTimeItSaysWhenToComeAgain() {
    try (Gate impatient = Gate.impatient(FakeKafka.silent(Rides.contract()))) {
      HttpResponse<String> answer = impatient.post("/topics/rides", JSON, records(Rides.RIDE));

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("2");
      assertThat(answer.body())
          .startsWith("{\"error_code\":50003,")
          .contains("Kafka has not acknowledged the event within 50ms");
    }
  }

  @Test
  void aHeaderMarksAllRecordsOfARequestAsTests() {
    int before = gate.kafka().durable().size();

    HttpResponse<String> answer = produceMarked("true");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(sentSince(before))
        .hasSize(2)
        .allSatisfy(sent -> assertThat(TestMark.isOn(sent.headers())).isTrue());
  }

  @Test
  void recordsThatTheHeaderCallsNoTestsAreNone() {
    int before = gate.kafka().durable().size();

    produceMarked("false");

    assertThat(sentSince(before))
        .hasSize(2)
        .allSatisfy(sent -> assertThat(sent.headers().lastHeader(TestMark.HEADER)).isNull());
  }

  @Test
  void refusesAMarkThatIsNeitherTrueNorFalse() {
    int before = gate.kafka().durable().size();

    HttpResponse<String> answer = produceMarked("yes");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .isEqualTo(
            "{\"error_code\":422,\"message\":\"The header ce-freshettest is neither true nor false;"
                + " true marks all records as tests\"}");
    assertThat(sentSince(before)).isEmpty();
  }

  @Test
  void aFastRecordHasNoOffsetYet() {
    try (Gate fast = Gate.open(Rides.contract(Acknowledgement.FAST, Optional.empty()))) {
      HttpResponse<String> answer = fast.post("/topics/rides", JSON, records(Rides.RIDE));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).startsWith("{\"offsets\":[{\"partition\":null,\"offset\":null,");
    }
  }

  private static HttpResponse<String> produce(String contentType, String body) {
    return gate.post("/topics/rides", contentType, body);
  }

  /** Two records. */
  private static HttpResponse<String> produceMarked(String mark) {
    return gate.send(
        gate.request("/topics/rides")
            .header("Content-Type", JSON)
            .header("ce-freshettest", mark)
            .POST(HttpRequest.BodyPublishers.ofString(records(Rides.RIDE, Rides.RIDE))));
  }

  private static List<ProducerRecord<byte[], byte[]>> sentSince(int before) {
    List<ProducerRecord<byte[], byte[]>> sent = gate.kafka().durable();

    return sent.subList(before, sent.size());
  }

  private static String records(String... values) {
    return records(Map.of(), values);
  }

  private static String records(Map<String, Object> members, String... values) {
    StringBuilder body = new StringBuilder("{\"records\": [");
    for (int i = 0; i < values.length; i++) {
      body.append(i == 0 ? "" : ", ").append("{\"key\": null, \"value\": ").append(values[i]);
      body.append("}");
    }
    body.append("]");
    members.forEach(
        (name, value) -> {
          try {
            body.append(", \"%s\": ".formatted(name)).append(MAPPER.writeValueAsString(value));
          } catch (IOException e) {
            throw new IllegalArgumentException(e);
          }
        });

    return body.append("}").toString();
  }

  private static List<String> names(ProducerRecord<byte[], byte[]> sent) {
    return Arrays.stream(sent.headers().toArray()).map(Header::key).toList();
  }
}
