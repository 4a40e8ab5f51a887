package io.freshet.ingestion.sqlapps.webhook;

import io.freshet.core.toolkit.Sha256;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts to one address, again where that may help, and gives up in bounded time. A body bears the
 * same idempotency key each time, by which its receiver knows it again.
 */
final class WebhookCalls {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int OK = 200;
  private static final int REDIRECTS = 300;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVERS_FAULT = 500;

  private final WebhookTarget target;
  private final Pace pace;
  private final HttpClient client;

  WebhookCalls(WebhookTarget target, Pace pace) {
    this.target = target;
    this.pace = pace;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(pace.timeout())
            .build();
  }

  /**
   * How long one body may be tried.
   *
   * @param firstPause doubles with each attempt
   * @param longestPause whatever the receiver asks for
   */
  record Pace(int attempts, Duration timeout, Duration firstPause, Duration longestPause) {
    static final Pace USUAL =
        new Pace(5, Duration.ofSeconds(10), Duration.ofMillis(500), Duration.ofSeconds(10));
  }

  /** Posts it; answers why not, where it was given up. */
  Optional<String> post(byte[] body) throws InterruptedException {
    HttpRequest request = request(body);
    Duration pause = pace.firstPause();
    String problem = "";
    for (int attempt = 1; attempt <= pace.attempts(); attempt++) {
      Duration wanted = pause;
      try {
        HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
        if (answer.statusCode() >= OK && answer.statusCode() < REDIRECTS) {
          return Optional.empty();
        }
        problem = "it answered %d".formatted(answer.statusCode());
        if (!isPassing(answer.statusCode())) {
          return Optional.of(problem);
        }
        wanted = retryAfter(answer).orElse(pause);
      } catch (IOException e) {
        // The message may hold the address, which may be a secret.
        problem = "it can't be reached: %s".formatted(e.getClass().getSimpleName());
      }
      if (attempt < pace.attempts()) {
        Thread.sleep(Math.min(wanted.toMillis(), pace.longestPause().toMillis()));
        pause = pause.multipliedBy(2);
      }
    }

    return Optional.of("%s, %d times".formatted(problem, pace.attempts()));
  }

  private static boolean isPassing(int status) {
    return status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS || status >= SERVERS_FAULT;
  }

  private static Optional<Duration> retryAfter(HttpResponse<Void> answer) {
    return answer
        .headers()
        .firstValue("retry-after")
        .filter(text -> text.matches("\\d{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  private HttpRequest request(byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.url())
            .timeout(pace.timeout())
            .header("content-type", "application/json")
            .header("idempotency-key", hash(body))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (!target.secret().isEmpty()) {
      request.header("freshet-signature", "sha256=" + signature(body, target.secret()));
    }

    return request.build();
  }

  private static String hash(byte[] body) {
    return HexFormat.of().formatHex(Sha256.of(body), 0, 16);
  }

  /** What the receiver compares, who has the secret too. */
  private static String signature(byte[] body, String secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));

      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }
}
