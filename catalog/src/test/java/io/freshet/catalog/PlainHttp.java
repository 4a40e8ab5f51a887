package io.freshet.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** HTTP as it is, for what Iceberg's client would hide: statuses, headers, bodies. */
final class PlainHttp {
  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;
  private final String token;

  PlainHttp(String url) {
    this(url, RunningCatalog.TOKEN);
  }

  PlainHttp(String url, String token) {
    this.url = url;
    this.token = token;
  }

  HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  HttpResponse<String> head(String path) {
    return send(request(path).method("HEAD", BodyPublishers.noBody()));
  }

  HttpResponse<String> delete(String path) {
    return send(request(path).DELETE());
  }

  HttpResponse<String> post(String path, String json) {
    return send(request(path).POST(BodyPublishers.ofString(json)));
  }

  /** A request that carries the token. */
  HttpRequest.Builder request(String path) {
    return withoutToken(path).header("Authorization", "Bearer " + token);
  }

  HttpRequest.Builder withoutToken(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Content-Type", "application/json");
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, BodyHandlers.ofString());
  }

  <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
    try {
      return client.send(request.build(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
