package io.freshet.console.login;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the identity provider: at the addresses that it publishes and nowhere else, within five
 * seconds, and for a quarter of a megabyte at most. Thread-safe.
 */
final class ProviderCalls implements HTTPRequestSender, ResourceRetriever {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_BYTES = 1 << 18;
  private static final String TYPE = "Content-Type";
  private static final int OK = 200;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(PATIENCE)
          .build();

  @Override
  public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest asked) throws IOException {
    HttpRequest.Builder request = request(asked.getURI());
    asked
        .getHeaderMap()
        .forEach((name, values) -> values.forEach(each -> request.header(name, each)));
    String body = asked.getBody();
    request.method(
        asked.getMethod().name(),
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    Told told = told(request.build());
    HTTPResponse response = new HTTPResponse(told.status());
    try {
      response.setContentType(told.type());
    } catch (ParseException e) {
      throw new IOException("its answer is of no media type", e);
    }
    response.setBody(told.body());

    return response;
  }

  @Override
  public Resource retrieveResource(URL address) throws IOException {
    Told told = told(request(URI.create(address.toString())).build());
    if (told.status() != OK) {
      throw new IOException("it answered %d".formatted(told.status()));
    }

    return new Resource(told.body(), told.type());
  }

  private record Told(int status, String type, String body) {}

  private static HttpRequest.Builder request(URI address) throws IOException {
    if (!LoginSettings.isSafe(address)) {
      throw new IOException("its address %s is not by https".formatted(address));
    }

    return HttpRequest.newBuilder(address).header("Accept", "application/json");
  }

  private Told told(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request, told -> new BoundedText(MOST_BYTES));
    try {
      HttpResponse<String> told = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);

      return new Told(
          told.statusCode(),
          told.headers().firstValue(TYPE).orElse("application/octet-stream"),
          told.body());
    } catch (ExecutionException e) {
      throw new IOException(reason(e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IOException("it did not answer within %d s".formatted(PATIENCE.toSeconds()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while it was asked", e);
    } finally {
      answer.cancel(true);
    }
  }

  /** Who does not listen is no more than a class to the client. */
  private static String reason(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
