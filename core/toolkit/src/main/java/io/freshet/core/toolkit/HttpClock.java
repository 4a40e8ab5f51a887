package io.freshet.core.toolkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The clock of a server that speaks HTTP: whatever it answers, a refusal too, says when that was.
 *
 * @param address which is asked for with nothing that would let anybody in
 * @param patience for one answer
 */
public record HttpClock(String address, Duration patience) {
  /**
   * Its time, to the second and never ahead of it; empty where the answer does not say.
   *
   * @throws IOException also where nobody listens
   */
  public Optional<Instant> ask() throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience)
            .build();
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).timeout(patience).build();
    HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());

    return answer.headers().firstValue("Date").flatMap(HttpClock::parse);
  }

  /** What nobody can read tells no time. */
  static Optional<Instant> parse(String date) {
    try {
      return Optional.of(
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
