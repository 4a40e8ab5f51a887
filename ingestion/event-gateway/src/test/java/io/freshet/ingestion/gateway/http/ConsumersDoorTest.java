package io.freshet.ingestion.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.ingestion.gateway.ReadableRides;
import io.freshet.testing.samples.Rides;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The REST Proxy's consumers: what they get, and what they are told. */
class ConsumersDoorTest {
  private static final String V2 = "application/vnd.kafka.v2+json";
  private static final String I = "/consumers/g/instances/i";
  private static final Pattern NAMED = Pattern.compile("\"instance_id\":\"([^\"]+)\"");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String RIDE = Rides.ride("rider", "\"Kari\"");
  private static final String ELSEWHERE = RIDE.replace("oslo", "bergen").replace("4711", "4712");

  private static Gate gate;

  private final Map<String, String> keys = new LinkedHashMap<>();

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
    keys.forEach((consumer, key) -> gate.send(gate.reading(key, consumer).DELETE()));
    gate.kafka().clear();
  }

  @Test
  void aReaderGetsWhatItsRoleSeesAsJson() throws IOException {
    send(RIDE, ELSEWHERE);
    subscribed(Gate.ANALYST_KEY, "json");

    JsonNode records = records(Gate.ANALYST_KEY, "");

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
    send(RIDE, ELSEWHERE);
    subscribed(Gate.ENGINEER_KEY, "json");

    JsonNode records = records(Gate.ENGINEER_KEY, "");

    assertThat(records).hasSize(2);
    assertThat(records.findValuesAsText("rider")).containsExactly("Kari", "Kari");
  }

  @Test
  void avroStandsAsItsOwnEncodingForJsonHasIt() throws IOException {
    send(RIDE);
    subscribed(Gate.ANALYST_KEY, "avro");

    JsonNode value = records(Gate.ANALYST_KEY, "").get(0).path("value");

    assertThat(value.path("event_time").asLong()).isEqualTo(1793520000123456L);
    assertThat(value.path("rider").isNull()).isTrue();
  }

  @Test
  void binaryRecordsAreThoseOfTheStream() throws IOException {
    send(RIDE);
    subscribed(Gate.ENGINEER_KEY, "binary");

    JsonNode record = records(Gate.ENGINEER_KEY, "").get(0);

    ProducerRecord<byte[], byte[]> sent = gate.kafka().durable().get(0);
    assertThat(Base64.getDecoder().decode(record.path("value").asText())).isEqualTo(sent.value());
    assertThat(Base64.getDecoder().decode(record.path("key").asText())).isEqualTo(sent.key());
  }

  @Test
  void binaryRecordsWouldShowWhatIsMasked() {
    open(Gate.ANALYST_KEY, "{\"name\": \"i\", \"format\": \"binary\"}");

    HttpResponse<String> answer =
        post(Gate.ANALYST_KEY, I + "/subscription", "{\"topics\": [\"rides\"]}");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("\"error_code\":40301", "hold rider");
  }

  @Test
  void whoMaySendMayNotReadForThat() {
    HttpResponse<String> answer = open(Gate.KEY, "{}");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body())
        .isEqualTo(
            "{\"error_code\":40301,\"message\":"
                + "\"rider-app is not among the readers of any contract\"}");
  }

  @Test
  void pagesAndShortLivedTokensReadNothing() {
    String token =
        Gate.TOKENS.issue(ReadableRides.ANALYST, Optional.empty(), Duration.ofMinutes(1)).text();

    HttpResponse<String> byToken = open(token, "{}");
    HttpResponse<String> byPage =
        gate.send(gate.reading(Gate.ANALYST_KEY, "/topics").header("Origin", Rides.ORIGIN).GET());

    assertThat(byToken.statusCode()).isEqualTo(403);
    assertThat(byPage.statusCode()).isEqualTo(403);
  }

  @Test
  void aConsumerIsItsMakersAlone() {
    subscribed(Gate.ANALYST_KEY, "json");

    assertThat(read(Gate.ENGINEER_KEY, "").body()).startsWith("{\"error_code\":40403,");
  }

  @Test
  void whatCantBeDecodedHoldsNobodyUp() throws IOException {
    send(RIDE);
    ProducerRecord<byte[], byte[]> sent = gate.kafka().durable().get(0);
    gate.kafka()
        .put(
            new ProducerRecord<>(
                sent.topic(), sent.partition(), sent.key(), "no event".getBytes(UTF_8)));
    send(RIDE);
    subscribed(Gate.ENGINEER_KEY, "json");

    assertThat(records(Gate.ENGINEER_KEY, "").findValuesAsText("offset")).containsExactly("0", "2");
    assertThat(gate.send(gate.request("/metrics").GET()).body())
        .contains("freshet_gateway_read_total{contract=\"rides\",outcome=\"unreadable\"} 1.0");
  }

  @Test
  void anAnswerHasItsLimitAndTheNextOneGoesOn() throws IOException {
    send(RIDE, RIDE, RIDE);
    subscribed(Gate.ENGINEER_KEY, "json");
    List<String> offsets = new ArrayList<>();

    for (int i = 0; i < 3; i++) {
      JsonNode records = records(Gate.ENGINEER_KEY, "?max_bytes=1");
      assertThat(records).hasSize(1);
      offsets.addAll(records.findValuesAsText("offset"));
    }

    assertThat(offsets).containsExactly("0", "1", "2");
  }

  @Test
  void anAnswerIsDoneWhenTheNextOneIsAskedFor() throws IOException {
    send(RIDE, RIDE);
    subscribed(Gate.ENGINEER_KEY, "json");

    records(Gate.ENGINEER_KEY, "?max_bytes=1");
    assertThat(committed()).isEmpty();
    records(Gate.ENGINEER_KEY, "?max_bytes=1");
    assertThat(committed()).contains(1L);
    gate.send(gate.reading(Gate.ENGINEER_KEY, I).DELETE());

    assertThat(committed()).contains(2L);
  }

  @Test
  void whoCommitsByItselfSaysWhichRecordsAreDone() throws IOException {
    send(RIDE, RIDE);
    open(
        Gate.ENGINEER_KEY,
        "{\"name\": \"i\", \"format\": \"json\", \"auto.commit.enable\": \"false\"}");
    int partition = gate.kafka().durable().get(0).partition();
    String one = "{\"topic\": \"rides\", \"partition\": %d".formatted(partition);
    post(Gate.ENGINEER_KEY, I + "/assignments", "{\"partitions\": [%s}]}".formatted(one));
    records(Gate.ENGINEER_KEY, "");

    HttpResponse<String> done =
        post(
            Gate.ENGINEER_KEY,
            I + "/offsets",
            "{\"offsets\": [%s, \"offset\": 0}]}".formatted(one));

    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(done.body()).isEqualTo("[]");
    assertThat(committed()).contains(1L);
    assertThat(
            gate.send(
                    gate.reading(Gate.ENGINEER_KEY, I + "/offsets")
                        .method(
                            "GET",
                            HttpRequest.BodyPublishers.ofString(
                                "{\"partitions\": [%s}]}".formatted(one))))
                .body())
        .isEqualTo(
            "{\"offsets\":[{\"topic\":\"rides\",\"partition\":%d,\"offset\":1,\"metadata\":\"\"}]}"
                .formatted(partition));
    assertThat(post(Gate.ENGINEER_KEY, I + "/offsets", "").statusCode()).isEqualTo(200);
    assertThat(committed()).contains(2L);
  }

  @Test
  void goesToAnyPlace() throws IOException {
    send(RIDE, RIDE);
    open(Gate.ENGINEER_KEY, "{\"name\": \"i\", \"format\": \"json\"}");
    String one =
        "{\"topic\": \"rides\", \"partition\": %d"
            .formatted(gate.kafka().durable().get(0).partition());
    post(Gate.ENGINEER_KEY, I + "/assignments", "{\"partitions\": [%s}]}".formatted(one));
    records(Gate.ENGINEER_KEY, "");

    post(Gate.ENGINEER_KEY, I + "/positions", "{\"offsets\": [%s, \"offset\": 1}]}".formatted(one));
    assertThat(records(Gate.ENGINEER_KEY, "")).hasSize(1);
    post(Gate.ENGINEER_KEY, I + "/positions/beginning", "{\"partitions\": [%s}]}".formatted(one));
    assertThat(records(Gate.ENGINEER_KEY, "")).hasSize(2);
    post(Gate.ENGINEER_KEY, I + "/positions/end", "{\"partitions\": [%s}]}".formatted(one));
    assertThat(records(Gate.ENGINEER_KEY, "?timeout=100")).isEmpty();
    assertThat(gate.send(gate.reading(Gate.ENGINEER_KEY, I + "/assignments").GET()).body())
        .isEqualTo("{\"partitions\":[%s}]}".formatted(one.replace(": ", ":").replace(", ", ",")));
  }

  @Test
  void subscribesByAPattern() {
    open(Gate.ANALYST_KEY, "{\"name\": \"i\", \"format\": \"json\"}");

    post(Gate.ANALYST_KEY, I + "/subscription", "{\"topic_pattern\": \"walks|ri.*\"}");

    assertThat(gate.send(gate.reading(Gate.ANALYST_KEY, I + "/subscription").GET()).body())
        .isEqualTo("{\"topics\":[\"rides\"]}");
    gate.send(gate.reading(Gate.ANALYST_KEY, I + "/subscription").DELETE());
    assertThat(gate.send(gate.reading(Gate.ANALYST_KEY, I + "/subscription").GET()).body())
        .isEqualTo("{\"topics\":[]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "POST|/consumers/g|{\"name\": \"i\"}|409|40902",
        "POST|/consumers/g|{\"format\": \"xml\"}|422|42204",
        "POST|/consumers/g|{\"auto.offset.reset\": \"none\"}|422|42204",
        "POST|/consumers/g|{\"auto.commit.enable\": 7}|422|42204",
        "POST|/consumers/g|{\"consumer.request.timeout.ms\": 99999}|422|42204",
        "POST|/consumers/g|{\"name\": \"a b\"}|422|42204",
        "POST|/consumers/g|{\"names\": \"a\"}|422|42204",
        "POST|/consumers/a$b|{}|422|42204",
        "POST|/consumers/g|{|400|400",
        "GET|/consumers/g/instances/none/records||404|40403",
        "DELETE|/consumers/g/instances/none||404|40403",
        "POST|/consumers/h/instances/i/subscription|{\"topics\": [\"rides\"]}|404|40403",
        "POST|/consumers/g/instances/i/subscription|{\"topics\": [\"walks\"]}|404|40401",
        "POST|/consumers/g/instances/i/subscription|{}|422|422",
        "POST|/consumers/g/instances/i/subscription|{\"topic_pattern\": \"(a+)+\"}|422|422",
        "POST|/consumers/g/instances/i/assignments|{}|422|422",
        "POST|/consumers/g/instances/i/assignments|{\"partitions\": [{\"topic\": \"rides\", \"partition\": 0}]}|409|40903",
        "POST|/consumers/g/instances/i/offsets|{\"offsets\": [{\"topic\": \"rides\", \"partition\": 9, \"offset\": 0}]}|404|40402",
        "POST|/consumers/g/instances/i/offsets|{\"offsets\": [{\"topic\": \"rides\", \"partition\": 0, \"offset\": -1}]}|422|422",
        "POST|/consumers/g/instances/i/offsets|{\"offsets\": [{\"topic\": \"rides\", \"partition\": 0, \"offset\": 1.5}]}|422|422",
        "GET|/consumers/g/instances/i/records?timeout=soon||422|422"
      })
  void failsWithTheCodesThatClientsKnow(
      String method, String path, String body, int status, int code) throws IOException {
    subscribed(Gate.ANALYST_KEY, "json");

    HttpResponse<String> answer =
        gate.send(
            gate.reading(Gate.ANALYST_KEY, path)
                .header("Content-Type", V2)
                .method(method, HttpRequest.BodyPublishers.ofString(body == null ? "" : body)));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(MAPPER.readTree(answer.body()).path("error_code").intValue()).isEqualTo(code);
  }

  @Test
  void whatIsNoCallIsRefused() {
    subscribed(Gate.ANALYST_KEY, "json");

    HttpResponse<String> answer =
        gate.sendUndocumented(gate.reading(Gate.ANALYST_KEY, I + "/lag").GET());

    assertThat(answer.statusCode()).isEqualTo(405);
  }

  @Test
  void aReadThatIsRefusedLeavesRoomForTheNext() {
    for (int i = 0; i < 10; i++) {
      assertThat(read(Gate.ANALYST_KEY, "").statusCode()).isEqualTo(404);
    }
    subscribed(Gate.ANALYST_KEY, "json");

    assertThat(read(Gate.ANALYST_KEY, "?timeout=0").statusCode()).isEqualTo(200);
  }

  @Test
  void recordsComeInTheFormatThatTheConsumerWasMadeFor() {
    subscribed(Gate.ANALYST_KEY, "json");

    HttpResponse<String> answer =
        gate.send(
            gate.reading(Gate.ANALYST_KEY, I + "/records")
                .header("Accept", "application/vnd.kafka.avro.v2+json; q=0.9")
                .GET());

    assertThat(answer.statusCode()).isEqualTo(406);
    assertThat(answer.body()).startsWith("{\"error_code\":40601,");
    assertThat(read(Gate.ANALYST_KEY, "?timeout=0").headers().firstValue("Content-Type"))
        .contains("application/vnd.kafka.json.v2+json");
  }

  @Test
  void oneReaderLeavesRoomForOthers() {
    for (int i = 0; i < Gate.MAX_CONSUMERS / 2; i++) {
      assertThat(open(Gate.ANALYST_KEY, "{}").statusCode()).isEqualTo(200);
    }

    HttpResponse<String> another = open(Gate.ANALYST_KEY, "{}");

    assertThat(another.statusCode()).isEqualTo(429);
    assertThat(another.headers().firstValue("Retry-After")).isPresent();
    assertThat(open(Gate.ENGINEER_KEY, "{}").statusCode()).isEqualTo(200);
  }

  @Test
  void saysWhereTheConsumerIs() {
    assertThat(open(Gate.ANALYST_KEY, "{\"name\": \"i\"}").body())
        .isEqualTo(
            "{\"instance_id\":\"i\",\"base_uri\":\"http://127.0.0.1:%d/consumers/g/instances/i\"}"
                .formatted(gate.port()));
  }

  private Optional<Long> committed() {
    ProducerRecord<byte[], byte[]> sent = gate.kafka().durable().get(0);

    return Optional.ofNullable(
        gate.kafka()
            .consumers()
            .get(0)
            .committed()
            .get(new TopicPartition(sent.topic(), sent.partition())));
  }

  private void send(String... rides) {
    for (String ride : rides) {
      gate.post("/events", "application/cloudevents+json", Rides.event("x", ride));
    }
  }

  private HttpResponse<String> open(String key, String wish) {
    HttpResponse<String> answer = post(key, "/consumers/g", wish);
    if (answer.statusCode() == 200) {
      Matcher named = NAMED.matcher(answer.body());
      assertThat(named.find()).isTrue();
      keys.put("/consumers/g/instances/" + named.group(1), key);
    }

    return answer;
  }

  private void subscribed(String key, String format) {
    open(key, "{\"name\": \"i\", \"format\": \"%s\"}".formatted(format));
    post(key, I + "/subscription", "{\"topics\": [\"rides\"]}");
  }

  private HttpResponse<String> post(String key, String path, String body) {
    return gate.send(
        gate.reading(key, path)
            .header("Content-Type", V2)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private JsonNode records(String key, String query) throws IOException {
    return MAPPER.readTree(read(key, query).body());
  }

  private HttpResponse<String> read(String key, String query) {
    return gate.send(gate.reading(key, I + "/records" + query).GET());
  }
}
