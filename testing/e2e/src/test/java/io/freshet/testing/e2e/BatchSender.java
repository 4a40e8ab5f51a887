package io.freshet.testing.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.testing.e2e.RecordedJson.Offered;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Sends events to an event gateway, a hundred at a time, and those again of which the gateway could
 * not say that it took them, until it says what became of each.
 */
final class BatchSender {
  static final int BATCH = 100;
  private static final int UNPROCESSABLE = 422;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Supplier<String> gateway;
  private final String key;
  private final List<Offered> refused = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private int requests;

  /**
   * @param gateway where it is now
   */
  BatchSender(Supplier<String> gateway, String key) {
    this.gateway = gateway;
    this.key = key;
  }

  void send(List<Offered> events) {
    for (int from = 0; from < events.size(); from += BATCH) {
      List<Offered> open =
          new ArrayList<>(events.subList(from, Math.min(from + BATCH, events.size())));
      await("answer of the gateway")
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(100))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(
              () -> {
                offer(open);

                return open.isEmpty();
              });
    }
  }

  /** Takes out of the list what need not be sent again. */
  private void offer(List<Offered> open) throws IOException, InterruptedException {
    requests++;
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(gateway.get() + "/events"))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/cloudevents-batch+json")
                .POST(HttpRequest.BodyPublishers.ofString(text(open)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    JsonNode fates = JSON.readTree(answer.body()).path("events");
    List<Offered> again = new ArrayList<>();
    for (int i = 0; i < open.size(); i++) {
      JsonNode fate = fates.path(i);
      int status = fate.path("status").asInt(answer.statusCode());
      if (status == UNPROCESSABLE) {
        refused.add(open.get(i));
        problems.add(fate.toString());
      } else if (status >= 300) {
        again.add(open.get(i));
      }
    }
    open.clear();
    open.addAll(again);
  }

  private static String text(List<Offered> events) {
    return events.stream().map(Offered::text).collect(Collectors.joining(",", "[", "]"));
  }

  int requests() {
    return requests;
  }

  /** What the gateway said of those that it refused. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** Those that the gateway has refused since this was last asked. */
  List<Offered> takeRefused() {
    List<Offered> all = List.copyOf(refused);
    refused.clear();

    return all;
  }
}
