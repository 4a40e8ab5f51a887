package io.freshet.ingestion.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.ingestion.gateway.ReadableRides;
import io.freshet.testing.samples.Rides;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may have consumers of the REST Proxy, and what its calls are told. */
class ConsumersDoorTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

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
  void binaryRecordsWouldShowWhatIsMasked() {
    client.open(Gate.ANALYST_KEY, "{\"name\": \"i\", \"format\": \"binary\"}");

    HttpResponse<String> answer =
        client.post(Gate.ANALYST_KEY, "/subscription", "{\"topics\": [\"rides\"]}");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("\"error_code\":40301", "hold rider");
  }

  @Test
  void whoMaySendMayNotReadForThat() {
    HttpResponse<String> answer = client.open(Gate.KEY, "{}");

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

    HttpResponse<String> byToken = client.open(token, "{}");
    HttpResponse<String> byPage =
        gate.send(gate.reading(Gate.ANALYST_KEY, "/topics").header("Origin", Rides.ORIGIN).GET());

    assertThat(byToken.statusCode()).isEqualTo(403);
    assertThat(byPage.statusCode()).isEqualTo(403);
  }

  @Test
  void aConsumerIsItsMakersAlone() {
    client.subscribed(Gate.ANALYST_KEY, "json");

    assertThat(client.read(Gate.ENGINEER_KEY, "").body()).startsWith("{\"error_code\":40403,");
  }

  @Test
  void subscribesByAPattern() {
    client.open(Gate.ANALYST_KEY, "{\"name\": \"i\", \"format\": \"json\"}");

    client.post(Gate.ANALYST_KEY, "/subscription", "{\"topic_pattern\": \"walks|ri.*\"}");

    assertThat(client.get(Gate.ANALYST_KEY, "/subscription").body())
        .isEqualTo("{\"topics\":[\"rides\"]}");
    client.delete(Gate.ANALYST_KEY, "/subscription");
    assertThat(client.get(Gate.ANALYST_KEY, "/subscription").body()).isEqualTo("{\"topics\":[]}");
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
        "POST|/consumers/g|{\"consumer.request.timeout.ms\": \"soon\"}|422|42204",
        "POST|/consumers/g|{\"consumer.request.timeout.ms\": 1.5}|422|42204",
        "POST|/consumers/g|{\"consumer.request.timeout.ms\": -1}|422|42204",
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
    client.subscribed(Gate.ANALYST_KEY, "json");

    HttpResponse<String> answer =
        gate.send(
            gate.reading(Gate.ANALYST_KEY, path)
                .header("Content-Type", ConsumersClient.V2)
                .method(method, HttpRequest.BodyPublishers.ofString(body == null ? "" : body)));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(MAPPER.readTree(answer.body()).path("error_code").intValue()).isEqualTo(code);
  }

  /** By hand: Java's client makes no such address. */
  @Test
  void anAddressThatIsNotPercentEncodedIsTheSendersFault() throws IOException {
    String request =
        """
        GET /consumers/g/instances/i/records?timeout=%%zz HTTP/1.1
        Host: localhost
        Authorization: Bearer %s
        Connection: close

        """
            .formatted(Gate.ANALYST_KEY)
            .replace("\n", "\r\n");
    try (Socket socket = new Socket("127.0.0.1", gate.port())) {
      socket.getOutputStream().write(request.getBytes(UTF_8));

      assertThat(socket.getInputStream().readAllBytes())
          .asString(UTF_8)
          .startsWith("HTTP/1.1 422 ")
          .contains("\"error_code\":422,");
    }
  }

  @Test
  void aTimeoutMayBeText() {
    HttpResponse<String> answer =
        client.open(Gate.ANALYST_KEY, "{\"consumer.request.timeout.ms\": \"200\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsNoCallIsRefused() {
    client.subscribed(Gate.ANALYST_KEY, "json");

    HttpResponse<String> answer =
        gate.sendUndocumented(client.request(Gate.ANALYST_KEY, "/lag").GET());

    assertThat(answer.statusCode()).isEqualTo(405);
  }

  @Test
  void aReadThatIsRefusedLeavesRoomForTheNext() {
    for (int i = 0; i < 10; i++) {
      assertThat(client.read(Gate.ANALYST_KEY, "").statusCode()).isEqualTo(404);
    }
    client.subscribed(Gate.ANALYST_KEY, "json");

    assertThat(client.read(Gate.ANALYST_KEY, "?timeout=0").statusCode()).isEqualTo(200);
  }

  @Test
  void recordsComeInTheFormatThatTheConsumerWasMadeFor() {
    client.subscribed(Gate.ANALYST_KEY, "json");

    HttpResponse<String> answer =
        gate.send(
            client
                .request(Gate.ANALYST_KEY, "/records")
                .header("Accept", "application/vnd.kafka.avro.v2+json; q=0.9")
                .GET());

    assertThat(answer.statusCode()).isEqualTo(406);
    assertThat(answer.body()).startsWith("{\"error_code\":40601,");
    assertThat(client.read(Gate.ANALYST_KEY, "?timeout=0").headers().firstValue("Content-Type"))
        .contains("application/vnd.kafka.json.v2+json");
  }

  @Test
  void oneReaderLeavesRoomForOthers() {
    for (int i = 0; i < Gate.MAX_CONSUMERS / 2; i++) {
      assertThat(client.open(Gate.ANALYST_KEY, "{}").statusCode()).isEqualTo(200);
    }

    HttpResponse<String> another = client.open(Gate.ANALYST_KEY, "{}");

    assertThat(another.statusCode()).isEqualTo(429);
    assertThat(another.headers().firstValue("Retry-After")).isPresent();
    assertThat(client.open(Gate.ENGINEER_KEY, "{}").statusCode()).isEqualTo(200);
  }

  @Test
  void saysWhereTheConsumerIs() {
    assertThat(client.open(Gate.ANALYST_KEY, "{\"name\": \"i\"}").body())
        .isEqualTo(
            "{\"instance_id\":\"i\",\"base_uri\":\"http://127.0.0.1:%d/consumers/g/instances/i\"}"
                .formatted(gate.port()));
  }
}
