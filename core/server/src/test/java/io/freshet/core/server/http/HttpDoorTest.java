package io.freshet.core.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpDoorTest {
  private HttpDoor door;

  @BeforeEach
  void open() {
    door =
        HttpDoor.open(
            new HttpSettings("tests", "127.0.0.1", 0, "a-token-of-the-tests"),
            new HttpLimits(4, Duration.ofSeconds(5), UriCompliance.DEFAULT),
            new HttpHandlers(new Handler.Sequence(), new Handler.Sequence()),
            () -> true);
  }

  @AfterEach
  void close() {
    door.close();
  }

  @Test
  void healthIsOnlyRead() throws Exception {
    HttpResponse<String> answer = send("POST", "/health");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
    assertThat(answer.body()).contains("\"code\":405");
    assertThat(send("GET", "/health").statusCode()).isEqualTo(200);
  }

  @Test
  void whyIsToldWhicheverTheMethod() throws Exception {
    HttpResponse<String> answer = send("DELETE", "/nothing%2Fhere");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.body()).contains("\"code\":400");
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:%d%s".formatted(door.port(), path));

    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(address).method(method, BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());
  }
}
