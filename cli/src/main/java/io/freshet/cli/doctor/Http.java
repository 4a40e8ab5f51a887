package io.freshet.cli.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Asks services over HTTP, within a time.
 *
 * @param patience for one answer
 */
record Http(Duration patience) {
  /** What came back. */
  record Answer(int status, String body, Optional<Instant> date) {}

  /**
   * @throws IOException also where nobody listens
   */
  Answer get(String address) throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience)
            .build();
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).timeout(patience).build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

    return new Answer(
        answer.statusCode(),
        answer.body(),
        answer
            .headers()
            .firstValue("Date")
            .map(
                date ->
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant()));
  }
}
