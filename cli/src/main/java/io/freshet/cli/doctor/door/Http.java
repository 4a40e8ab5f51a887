package io.freshet.cli.doctor.door;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Asks services over HTTP, within a time.
 *
 * @param patience for one answer
 * @param trust whom it trusts; empty: whom the process does
 */
public record Http(Duration patience, Optional<SSLContext> trust) {
  public Http(Duration patience) {
    this(patience, Optional.empty());
  }

  public Http trusting(SSLContext context) {
    return new Http(patience, Optional.of(context));
  }

  /** What came back. */
  public record Answer(int status, String body) {}

  /**
   * @throws IOException also where nobody listens
   */
  public Answer get(String address) throws IOException, InterruptedException {
    return get(address, Map.of());
  }

  /** The same, with headers that say who asks. */
  public Answer get(String address, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(patience);
    trust.ifPresent(builder::sslContext);
    HttpClient client = builder.build();
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address)).timeout(patience);
    headers.forEach(request::header);
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());

    return new Answer(answer.statusCode(), answer.body());
  }
}
