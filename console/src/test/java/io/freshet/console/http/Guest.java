package io.freshet.console.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** Somebody with a browser that keeps the console's cookies, and goes to the provider by itself. */
final class Guest {
  private final OpenConsole console;
  private final HttpClient elsewhere = HttpClient.newHttpClient();
  private final Map<String, String> cookies = new LinkedHashMap<>();

  Guest(OpenConsole console) {
    this.console = console;
  }

  /** What the browser keeps, by name; to be changed as somebody might. */
  Map<String, String> cookies() {
    return cookies;
  }

  HttpResponse<String> get(String path) {
    return send(request(path).GET().build());
  }

  HttpResponse<String> post(String path, String form, String origin) {
    return send(
        request(path)
            .header("Origin", origin)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build());
  }

  Document page(String path) {
    return Jsoup.parse(get(path).body());
  }

  /**
   * As far as the provider sends the browser back: the path of the console and what stands behind.
   */
  String goToProvider(String loginPath) {
    HttpResponse<String> begun = get(loginPath);
    URI provider = URI.create(begun.headers().firstValue("Location").orElseThrow());
    try {
      HttpResponse<String> back =
          elsewhere.send(
              HttpRequest.newBuilder(provider).build(), HttpResponse.BodyHandlers.ofString());
      URI address = URI.create(back.headers().firstValue("Location").orElseThrow());

      return address.getRawPath() + "?" + address.getRawQuery();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The console's last word to a login. */
  HttpResponse<String> logIn() {
    return get(goToProvider("/login?to=/contracts"));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(console.address() + path));
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(each -> each.getKey() + "=" + each.getValue())
              .collect(Collectors.joining("; ")));
    }

    return request;
  }

  private HttpResponse<String> send(HttpRequest request) {
    HttpResponse<String> answer = console.send(request);
    for (String set : answer.headers().map().getOrDefault("set-cookie", List.of())) {
      String pair = set.substring(0, set.indexOf(';'));
      String name = pair.substring(0, pair.indexOf('='));
      String value = pair.substring(pair.indexOf('=') + 1).replace("\"", "");
      if (value.isEmpty()) {
        cookies.remove(name);
      } else {
        cookies.put(name, value);
      }
    }

    return answer;
  }
}
