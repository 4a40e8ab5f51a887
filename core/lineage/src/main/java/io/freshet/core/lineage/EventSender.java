package io.freshet.core.lineage;

import io.freshet.core.toolkit.LineageSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Posts events to a server of OpenLineage's HTTP API. */
public final class EventSender {
  private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(3);
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(10);
  private static final int SHOWN_OF_AN_ANSWER = 200;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECTED_WITHIN)
          .build();
  private final URI endpoint;
  private final Optional<String> token;

  private EventSender(URI endpoint, Optional<String> token) {
    this.endpoint = endpoint;
    this.token = token;
  }

  /** Empty where nothing is to be told. */
  public static Optional<EventSender> at(LineageSettings settings) {
    return settings.endpoint().map(endpoint -> new EventSender(endpoint, settings.token()));
  }

  /**
   * Returns once the server has the event.
   *
   * @throws IOException when it is away or refuses the event, with its words
   */
  public void post(String event) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(ANSWERED_WITHIN)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(event));
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("%d %s".formatted(answer.statusCode(), shown(answer.body())).strip());
    }
  }

  private static String shown(String text) {
    String line = text.replaceAll("\\s+", " ");

    return line.length() > SHOWN_OF_AN_ANSWER ? line.substring(0, SHOWN_OF_AN_ANSWER) + "…" : line;
  }

  @Override
  public String toString() {
    return endpoint.toString();
  }
}
