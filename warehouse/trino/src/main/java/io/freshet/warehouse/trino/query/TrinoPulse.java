package io.freshet.warehouse.trino.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.TrustedCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether Trino is there: asked for what it tells everybody of itself, which opens nothing, costs
 * it no query, and ends in time where Trino hangs. Thread-safe.
 */
public final class TrinoPulse {
  private static final int OK = 200;
  private static final String NO_TRINO = "what answers there is no Trino";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TrinoAccess access;
  private final Duration patience;
  private Optional<HttpClient> opened = Optional.empty();

  /**
   * @param access by which others ask it: as where there is a token, it is asked by HTTPS
   * @param patience to connect, for the answer to begin, and for all of it twice as much
   */
  public TrinoPulse(TrinoAccess access, Duration patience) {
    this.access = access;
    this.patience = patience;
  }

  /**
   * Its version, from a Trino that takes queries.
   *
   * @throws FreshetException with the dependency's fault where there is none, or not yet
   */
  public String version() {
    URI address =
        URI.create(
            "%s://%s/v1/info"
                .formatted(access.token().isPresent() ? "https" : "http", access.address()));
    HttpResponse<String> answer = answer(HttpRequest.newBuilder(address).timeout(patience).build());
    if (answer.statusCode() != OK) {
      throw away("it answered " + answer.statusCode(), null);
    }
    JsonNode info = info(answer.body());
    if (info.path("starting").asBoolean()) {
      throw away("it is starting", null);
    }
    JsonNode version = info.path("nodeVersion").path("version");
    if (!version.isTextual()) {
      throw away(NO_TRINO, null);
    }

    return version.asText();
  }

  /** The request's own timeout ends with the head of the answer; here its body counts as well. */
  private HttpResponse<String> answer(HttpRequest request) {
    CompletableFuture<HttpResponse<String>> asked =
        client().sendAsync(request, HttpResponse.BodyHandlers.ofString());
    try {
      return asked.get(2 * patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable met = e.getCause();
      throw away(met.getMessage() == null ? met.toString() : met.getMessage(), met);
    } catch (TimeoutException e) {
      asked.cancel(true);
      throw away("its answer came to no end", e);
    } catch (InterruptedException e) {
      asked.cancel(true);
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted while asking Trino", e);
    }
  }

  private JsonNode info(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw away(NO_TRINO, e);
    }
  }

  /** With the first question: what is wrong with a certificate is told to whoever asks. */
  private synchronized HttpClient client() {
    if (opened.isEmpty()) {
      HttpClient.Builder builder =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(patience);
      access
          .certificate()
          .map(Path::of)
          .map(TrustedCertificates::with)
          .ifPresent(builder::sslContext);
      opened = Optional.of(builder.build());
    }

    return opened.get();
  }

  private FreshetException away(String why, Throwable cause) {
    return new FreshetException(
        Fault.DEPENDENCY,
        "Trino at %s does not answer: %s".formatted(access.address(), why),
        cause);
  }
}
