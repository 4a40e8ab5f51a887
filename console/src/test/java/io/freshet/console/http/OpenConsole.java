package io.freshet.console.http;

import io.freshet.console.login.Login;
import io.freshet.core.server.http.Dependency;
import io.freshet.core.server.http.HttpAddress;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.http.HttpLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.UriCompliance;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** The console's door on a free port, over what a test says is known. */
final class OpenConsole implements AutoCloseable {
  /** Nearly each test opens one, and would wait for its clients' connections at the end. */
  private static final HttpLimits QUICK_TO_STOP =
      new HttpLimits(64, Duration.ofMinutes(1), UriCompliance.DEFAULT, Duration.ofMillis(100));

  private final MemorySources sources;
  private final HttpDoor door;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  OpenConsole(MemorySources sources) {
    this(sources, Optional.empty(), 0);
  }

  /**
   * @param port 0 takes any that is free
   */
  OpenConsole(MemorySources sources, Optional<Login> login, int port) {
    this.sources = sources;
    door =
        ConsoleDoor.open(
            QUICK_TO_STOP,
            new HttpAddress("console", "127.0.0.1", port),
            Set.of("console.example"),
            login,
            sources,
            new Dependency("board", () -> true));
  }

  MemorySources sources() {
    return sources;
  }

  String address() {
    return "http://127.0.0.1:" + door.port();
  }

  HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }

    return send(request.build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Document page(String path) {
    return Jsoup.parse(get(path).body());
  }

  @Override
  public void close() {
    door.close();
  }
}
