package io.freshet.assurance.probe;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.TestMark;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends single test events to an event gateway: CloudEvents over HTTP in binary mode. Thread-safe.
 */
final class GatewayCall {
  /** A gateway waits for Kafka up to 50 s, and then says so itself. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(5);
  private static final int SHOWN_OF_AN_ANSWER = 200;
  private static final Set<Integer> TAKEN = Set.of(200, 202);
  private static final Set<Integer> TRY_AGAIN = Set.of(408, 429);
  private static final int GATEWAYS_FAULT = 500;

  private final Gateway gateway;
  private final String key;
  private final Duration patience;
  private final InstantSource clock;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECTED_WITHIN)
          .build();

  /**
   * @param key of a producer who may send what is sent
   * @param patience with an answer, its last byte included
   */
  GatewayCall(Gateway gateway, String key, Duration patience, InstantSource clock) {
    this.gateway = gateway;
    this.key = key;
    this.patience = patience;
    this.clock = clock;
  }

  /**
   * Sends one, and does not wait for the answer.
   *
   * @param payload in the registry's wire format
   * @return when the gateway had taken it, or a {@code FreshetException} that says why it has not
   */
  CompletableFuture<Instant> send(Envelope envelope, byte[] payload) {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.events())
            .timeout(patience)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/avro")
            .header("ce-specversion", "1.0")
            .header("ce-id", envelope.id())
            .header("ce-source", envelope.source())
            .header("ce-type", envelope.type())
            .header("ce-" + TestMark.ATTRIBUTE, TestMark.YES)
            .POST(BodyPublishers.ofByteArray(payload))
            .build();

    return http.sendAsync(request, BodyHandlers.ofByteArray())
        // The client's own timeout ends with the answer's headers.
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (answer, failure) -> {
              if (failure != null) {
                throw away(envelope.type(), failure);
              }
              if (!TAKEN.contains(answer.statusCode())) {
                throw refused(envelope.type(), answer);
              }

              return clock.instant();
            });
  }

  private FreshetException away(String stream, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;

    return new FreshetException(
        Fault.DEPENDENCY,
        "Cannot send a test event of %s to the event gateway at %s: %s; ./freshet gateway starts"
                .formatted(stream, gateway, reason(cause))
            + " one, and probe.gateway-url says where it is",
        cause);
  }

  /** Java's client has no words for the usual ones. */
  private static String reason(Throwable cause) {
    if (cause instanceof ConnectException) {
      return "nothing answers there";
    }
    if (cause instanceof TimeoutException) {
      return "request timed out";
    }

    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private FreshetException refused(String stream, HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    boolean isPassing = status >= GATEWAYS_FAULT || TRY_AGAIN.contains(status);

    return new FreshetException(
        isPassing ? Fault.DEPENDENCY : Fault.CALLER,
        "The event gateway at %s answers %d to a test event of %s: %s"
            .formatted(gateway, status, stream, words(answer.body())));
  }

  /** What the gateway gives as its reason; of another server's page the beginning. */
  private String words(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).replaceAll("\\s+", " ").strip();
    String shown =
        text.length() > SHOWN_OF_AN_ANSWER ? text.substring(0, SHOWN_OF_AN_ANSWER) + "…" : text;
    try {
      return json.readTree(body).path("detail").asText(shown.isEmpty() ? "no reason given" : shown);
    } catch (IOException noJson) {
      return shown;
    }
  }
}
