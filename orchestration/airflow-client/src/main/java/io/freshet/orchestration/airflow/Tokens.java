package io.freshet.orchestration.airflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Logs in, and keeps the token until Airflow no longer takes it. Safe for threads. */
final class Tokens {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AirflowSettings settings;
  private final HttpClient http;
  private String token;

  Tokens(AirflowSettings settings, HttpClient http) {
    this.settings = settings;
    this.http = http;
  }

  synchronized String token() {
    if (token == null) {
      token = login();
    }

    return token;
  }

  synchronized void forget() {
    token = null;
  }

  private String login() {
    try {
      String credentials =
          JSON.writeValueAsString(
              Map.of("username", settings.user(), "password", settings.password()));
      HttpRequest request =
          HttpRequest.newBuilder(settings.url().resolve("/auth/token"))
              .timeout(settings.timeout())
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(credentials))
              .build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode granted =
          answer.statusCode() == HttpURLConnection.HTTP_CREATED
              ? JSON.readTree(answer.body()).path("access_token")
              : JSON.missingNode();
      if (!granted.isTextual()) {
        throw refused(answer.statusCode());
      }

      return granted.asText();
    } catch (IOException e) {
      throw AirflowFailures.away(settings, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted while logging in to Airflow", e);
    }
  }

  private FreshetException refused(int status) {
    boolean credentials =
        status == HttpURLConnection.HTTP_UNAUTHORIZED || status == HttpURLConnection.HTTP_FORBIDDEN;

    return credentials
        ? new FreshetException(
            Fault.CALLER,
            "Airflow at %s does not take the password of %s; set airflow.user and airflow.password"
                .formatted(settings.url(), settings.user()))
        : new FreshetException(
            Fault.DEPENDENCY,
            "Airflow at %s answered %d to a login; try again when it is up"
                .formatted(settings.url(), status));
  }
}
