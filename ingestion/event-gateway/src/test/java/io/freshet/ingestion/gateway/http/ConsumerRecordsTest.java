package io.freshet.ingestion.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.ingestion.gateway.ReadableRides;
import io.freshet.testing.samples.Rides;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the REST Proxy's consumers get of a stream, from where on, and what of it is done. */
class ConsumerRecordsTest {
  private static final String RIDE = Rides.ride("rider", "\"Kari\"");
  private static final String ELSEWHERE = RIDE.replace("oslo", "bergen").replace("4711", "4712");

  private static Gate gate;

  private final ConsumersClient client = new ConsumersClient(gate);

  @BeforeAll
  static void openGate() {
    gate = Gate.open(ReadableRides.contract());
  }

  @AfterAll
  static void closeGate() {
    gate.close();
  }

  @AfterEach
  void leaveNothing() {
    client.leaveNothing();
  }

  @Test
  void aReaderGetsWhatItsRoleSeesAsJson() throws IOException {
    client.send(RIDE, ELSEWHERE);
    client.subscribed(Gate.ANALYST_KEY, "json");

    JsonNode records = client.records(Gate.ANALYST_KEY, "");

    assertThat(records).hasSize(1);
    assertThat(records.get(0).path("topic").asText()).isEqualTo("rides");
    assertThat(records.get(0).path("key").asText()).isEqualTo("oslo:4711");
    assertThat(records.get(0).path("offset").asLong()).isZero();
    assertThat(records.get(0).path("value").path("event_time").asText())
        .isEqualTo("2026-11-01T08:00:00.123456Z");
    assertThat(records.get(0).path("value").path("rider").isNull()).isTrue();
  }

  @Test
  void whoSeesMoreGetsMore() throws IOException {
    client.send(RIDE, ELSEWHERE);
    client.subscribed(Gate.ENGINEER_KEY, "json");

    JsonNode records = client.records(Gate.ENGINEER_KEY, "");

    assertThat(records).hasSize(2);
    assertThat(records.findValuesAsText("rider")).containsExactly("Kari", "Kari");
  }

  @Test
  void avroStandsAsItsOwnEncodingForJsonHasIt() throws IOException {
    client.send(RIDE);
    client.subscribed(Gate.ANALYST_KEY, "avro");

    JsonNode value = client.records(Gate.ANALYST_KEY, "").get(0).path("value");

    assertThat(value.path("event_time").asLong()).isEqualTo(1793520000123456L);
    assertThat(value.path("rider").isNull()).isTrue();
  }

  @Test
  void binaryRecordsAreThoseOfTheStream() throws IOException {
    client.send(RIDE);
    client.subscribed(Gate.ENGINEER_KEY, "binary");

    JsonNode record = client.records(Gate.ENGINEER_KEY, "").get(0);

    ProducerRecord<byte[], byte[]> sent = gate.kafka().durable().get(0);
    assertThat(Base64.getDecoder().decode(record.path("value").asText())).isEqualTo(sent.value());
    assertThat(Base64.getDecoder().decode(record.path("key").asText())).isEqualTo(sent.key());
  }

  @Test
  void whatCantBeDecodedHoldsNobodyUp() throws IOException {
    client.send(RIDE);
    ProducerRecord<byte[], byte[]> sent = gate.kafka().durable().get(0);
    gate.kafka()
        .put(
            new ProducerRecord<>(
                sent.topic(), sent.partition(), sent.key(), "no event".getBytes(UTF_8)));
    client.send(RIDE);
    client.subscribed(Gate.ENGINEER_KEY, "json");

    assertThat(client.records(Gate.ENGINEER_KEY, "").findValuesAsText("offset"))
        .containsExactly("0", "2");
    assertThat(gate.send(gate.request("/metrics").GET()).body())
        .contains("freshet_gateway_read_total{contract=\"rides\",outcome=\"unreadable\"} 1.0");
  }

  @Test
  void anAnswerHasItsLimitAndTheNextOneGoesOn() throws IOException {
    client.send(RIDE, RIDE, RIDE);
    client.subscribed(Gate.ENGINEER_KEY, "json");
    List<String> offsets = new ArrayList<>();

    for (int i = 0; i < 3; i++) {
      JsonNode records = client.records(Gate.ENGINEER_KEY, "?max_bytes=1");
      assertThat(records).hasSize(1);
      offsets.addAll(records.findValuesAsText("offset"));
    }

    assertThat(offsets).containsExactly("0", "1", "2");
  }

  @Test
  void anAnswerIsDoneWhenTheNextOneIsAskedFor() throws IOException {
    client.send(RIDE, RIDE);
    client.subscribed(Gate.ENGINEER_KEY, "json");

    client.records(Gate.ENGINEER_KEY, "?max_bytes=1");
    assertThat(committed()).isEmpty();
    client.records(Gate.ENGINEER_KEY, "?max_bytes=1");
    assertThat(committed()).contains(1L);
    client.delete(Gate.ENGINEER_KEY, "");

    assertThat(committed()).contains(2L);
  }

  @Test
  void whoCommitsByItselfSaysWhichRecordsAreDone() throws IOException {
    client.send(RIDE, RIDE);
    client.open(
        Gate.ENGINEER_KEY,
        "{\"name\": \"i\", \"format\": \"json\", \"auto.commit.enable\": \"false\"}");
    int partition = gate.kafka().durable().get(0).partition();
    String one = "{\"topic\": \"rides\", \"partition\": %d".formatted(partition);
    client.post(Gate.ENGINEER_KEY, "/assignments", "{\"partitions\": [%s}]}".formatted(one));
    client.records(Gate.ENGINEER_KEY, "");

    HttpResponse<String> done =
        client.post(
            Gate.ENGINEER_KEY, "/offsets", "{\"offsets\": [%s, \"offset\": 0}]}".formatted(one));

    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(done.body()).isEqualTo("[]");
    assertThat(committed()).contains(1L);
    assertThat(
            gate.send(
                    client
                        .request(Gate.ENGINEER_KEY, "/offsets")
                        .method(
                            "GET",
                            HttpRequest.BodyPublishers.ofString(
                                "{\"partitions\": [%s}]}".formatted(one))))
                .body())
        .isEqualTo(
            "{\"offsets\":[{\"topic\":\"rides\",\"partition\":%d,\"offset\":1,\"metadata\":\"\"}]}"
                .formatted(partition));
    assertThat(client.post(Gate.ENGINEER_KEY, "/offsets", "").statusCode()).isEqualTo(200);
    assertThat(committed()).contains(2L);
  }

  @Test
  void goesToAnyPlace() throws IOException {
    client.send(RIDE, RIDE);
    client.open(Gate.ENGINEER_KEY, "{\"name\": \"i\", \"format\": \"json\"}");
    String one =
        "{\"topic\": \"rides\", \"partition\": %d"
            .formatted(gate.kafka().durable().get(0).partition());
    client.post(Gate.ENGINEER_KEY, "/assignments", "{\"partitions\": [%s}]}".formatted(one));
    client.records(Gate.ENGINEER_KEY, "");

    client.post(
        Gate.ENGINEER_KEY, "/positions", "{\"offsets\": [%s, \"offset\": 1}]}".formatted(one));
    assertThat(client.records(Gate.ENGINEER_KEY, "")).hasSize(1);
    client.post(
        Gate.ENGINEER_KEY, "/positions/beginning", "{\"partitions\": [%s}]}".formatted(one));
    assertThat(client.records(Gate.ENGINEER_KEY, "")).hasSize(2);
    client.post(Gate.ENGINEER_KEY, "/positions/end", "{\"partitions\": [%s}]}".formatted(one));
    assertThat(client.records(Gate.ENGINEER_KEY, "?timeout=100")).isEmpty();
    assertThat(client.get(Gate.ENGINEER_KEY, "/assignments").body())
        .isEqualTo("{\"partitions\":[%s}]}".formatted(one.replace(": ", ":").replace(", ", ",")));
  }

  private static Optional<Long> committed() {
    ProducerRecord<byte[], byte[]> sent = gate.kafka().durable().get(0);

    return Optional.ofNullable(
        gate.kafka()
            .consumers()
            .get(0)
            .committed()
            .get(new TopicPartition(sent.topic(), sent.partition())));
  }
}
