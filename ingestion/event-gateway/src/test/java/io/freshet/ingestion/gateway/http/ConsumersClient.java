package io.freshet.ingestion.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.testing.samples.Rides;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Calls of the REST Proxy's consumers, by any reader's key. Below a consumer they are those of the
 * one that is named {@code i}.
 */
final class ConsumersClient {
  static final String V2 = "application/vnd.kafka.v2+json";

  private static final String GROUP = "/consumers/g";
  private static final String INSTANCES = GROUP + "/instances/";
  private static final String INSTANCE = INSTANCES + "i";
  private static final Pattern NAMED = Pattern.compile("\"instance_id\":\"([^\"]+)\"");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Gate gate;
  private final Map<String, String> keys = new LinkedHashMap<>();

  ConsumersClient(Gate gate) {
    this.gate = gate;
  }

  /** Puts rides on the stream, as a producer. */
  void send(String... rides) {
    for (String ride : rides) {
      gate.post("/events", "application/cloudevents+json", Rides.event("x", ride));
    }
  }

  HttpResponse<String> open(String key, String wish) {
    HttpResponse<String> answer = postTo(GROUP, key, wish);
    if (answer.statusCode() == 200) {
      Matcher named = NAMED.matcher(answer.body());
      assertThat(named.find()).isTrue();
      keys.put(INSTANCES + named.group(1), key);
    }

    return answer;
  }

  void subscribed(String key, String format) {
    open(key, "{\"name\": \"i\", \"format\": \"%s\"}".formatted(format));
    post(key, "/subscription", "{\"topics\": [\"rides\"]}");
  }

  HttpResponse<String> post(String key, String call, String body) {
    return postTo(INSTANCE + call, key, body);
  }

  HttpResponse<String> get(String key, String call) {
    return gate.send(request(key, call).GET());
  }

  HttpResponse<String> delete(String key, String call) {
    return gate.send(request(key, call).DELETE());
  }

  HttpRequest.Builder request(String key, String call) {
    return gate.reading(key, INSTANCE + call);
  }

  HttpResponse<String> read(String key, String query) {
    return get(key, "/records" + query);
  }

  JsonNode records(String key, String query) throws IOException {
    return MAPPER.readTree(read(key, query).body());
  }

  /** Neither consumers nor anything that was sent. */
  void leaveNothing() {
    keys.forEach((consumer, key) -> gate.send(gate.reading(key, consumer).DELETE()));
    gate.kafka().clear();
  }

  private HttpResponse<String> postTo(String path, String key, String body) {
    return gate.send(
        gate.reading(key, path)
            .header("Content-Type", V2)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }
}
