package io.freshet.bench.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.bench.alerts.AlertReceiver.Told;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class AlertReceiverTest {
  @Test
  void notesWhatItIsTold() throws Exception {
    String alert =
        "{\"state\": \"breached\", \"table\": \"raw.rides\", \"hop\": \"flink\","
            + " \"likely_cause\": null}";
    try (AlertReceiver receiver = AlertReceiver.open()) {
      int status =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(receiver.address())
                      .POST(HttpRequest.BodyPublishers.ofString(alert))
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode();

      assertThat(status).isEqualTo(204);
      Told told = receiver.told().get(0);
      assertThat(told.isOf(Told.BREACHED, "raw.rides")).isTrue();
      assertThat(told.hop()).contains("flink");
      assertThat(told.cause()).isEmpty();
    }
  }
}
