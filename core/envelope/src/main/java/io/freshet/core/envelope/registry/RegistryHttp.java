package io.freshet.core.envelope.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.envelope.UnreadableSchemaException;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the registry over HTTP/1.1, with bounds on time, attempts and bytes. Thread-safe. */
final class RegistryHttp {
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int MAX_ATTEMPTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private final ObjectMapper json = new ObjectMapper();
  private final RegistrySettings settings;
  private final HttpClient client;

  /** What the registry said; a status of 5xx never comes here. */
  record Answer(String question, int status, JsonNode json) {
    /** The body of a success; anything else is the caller's fault. */
    JsonNode body() {
      if (status >= 200 && status < 300) {
        return json;
      }
      throw new FreshetException(
          isRefused() || status == 404 || status == 422 ? Fault.CALLER : Fault.DEPENDENCY,
          "The schema registry answered %d to %s: %s%s"
              .formatted(
                  status,
                  question,
                  message(),
                  isRefused() ? "; check registry.user and its password, or registry.token" : ""));
    }

    private boolean isRefused() {
      return status == 401 || status == 403;
    }

    /** The body, or empty for the one status that means "there is none". */
    Optional<JsonNode> unless(int none) {
      return status == none ? Optional.empty() : Optional.of(body());
    }

    String message() {
      return json.path("message").asText("no reason given");
    }
  }

  RegistryHttp(RegistrySettings settings) {
    this.settings = settings;
    // An upgrade to HTTP/2 in clear text loses request bodies with some servers.
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.timeout())
            .build();
  }

  String address(String path) {
    return settings.url() + path;
  }

  Answer get(String path) {
    return ask("GET " + path, request(path).GET().build());
  }

  Answer post(String path, ObjectNode body) {
    return ask(
        "POST " + path, request(path).POST(BodyPublishers.ofString(body.toString())).build());
  }

  Answer put(String path, ObjectNode body) {
    return ask("PUT " + path, request(path).PUT(BodyPublishers.ofString(body.toString())).build());
  }

  Answer delete(String path) {
    return ask("DELETE " + path, request(path).DELETE().build());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address(path)))
            .header("Content-Type", MEDIA_TYPE)
            .header("Accept", MEDIA_TYPE + ", application/json");
    settings.login().headers().forEach(request::header);

    return request;
  }

  /** Every question may be asked again: each sets, finds or takes away, none adds. */
  private Answer ask(String question, HttpRequest request) {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<byte[]> response = exchange(request);
        if (response.statusCode() < 500 && response.statusCode() != 429) {
          return answer(question, response);
        }
        if (attempt == MAX_ATTEMPTS) {
          throw away(question, "it answered " + response.statusCode(), null);
        }
      } catch (BoundedBody.TooLargeException e) {
        // It would be as large the next time.
        throw new UnreadableSchemaException(
            "The schema registry's answer to %s is no schema: %s"
                .formatted(question, e.getMessage()));
      } catch (IOException e) {
        if (attempt == MAX_ATTEMPTS) {
          throw away(question, e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
      }
      rest(question, pause);
      pause = pause.multipliedBy(4);
    }
  }

  /** The timeout is for the whole exchange; the client's own ends with the response's headers. */
  private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, info -> new BoundedBody(info.statusCode()));
    try {
      return exchange.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      exchange.cancel(true);
      throw new IOException("no answer within %d ms".formatted(settings.timeout().toMillis()), e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      exchange.cancel(true);
      throw interrupted(request.uri().toString(), e);
    }
  }

  private Answer answer(String question, HttpResponse<byte[]> response) {
    try {
      JsonNode body = json.readTree(response.body());
      if (body != null) {
        return new Answer(question, response.statusCode(), body);
      }
      throw away(question, "its answer is empty", null);
    } catch (JsonProcessingException e) {
      // Who asks for a login before the registry does answers with a page.
      if (response.statusCode() == 401 || response.statusCode() == 403) {
        return new Answer(question, response.statusCode(), MissingNode.getInstance());
      }
      throw away(
          question, "its answer of status %d is no JSON".formatted(response.statusCode()), e);
    } catch (IOException e) {
      throw away(question, e.getMessage(), e);
    }
  }

  private void rest(String question, Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(question, e);
    }
  }

  private FreshetException interrupted(String question, InterruptedException cause) {
    Thread.currentThread().interrupt();

    return new FreshetException(
        Fault.DEPENDENCY, "Interrupted while asking the schema registry: " + question, cause);
  }

  private FreshetException away(String question, String reason, Throwable cause) {
    return new FreshetException(
        Fault.DEPENDENCY,
        "Cannot ask the schema registry at %s (%s): %s; is it up?"
            .formatted(settings.url(), question, reason),
        cause);
  }
}
