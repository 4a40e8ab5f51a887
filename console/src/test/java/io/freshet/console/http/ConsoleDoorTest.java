package io.freshet.console.http;

import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.board.Boards;
import io.freshet.console.page.Frame;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleDoorTest {
  private static OpenConsole console;

  @BeforeAll
  static void open() {
    console =
        new OpenConsole(
            new MemorySources().with(Boards.of(waiting("rides", 3), waiting("fares", 90))));
  }

  @AfterAll
  static void close() {
    console.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/tables/raw.rides",
        "/contracts",
        "/contracts/rides",
        "/dead-letters",
        "/receipts",
        "/events",
        "/pipeline",
        "/query",
        "/eta",
        "/map",
        "/orders/berlin/17",
        "/datasets",
        "/query?sql=select+1",
        "/nowhere"
      })
  void aPageMayLoadAndSendNothingElsewhere(String path) {
    HttpResponse<String> page = console.get(path);

    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "http", "*");
    assertThat(console.page(path).select("[style], [onclick], style, script:not([src])")).isEmpty();
    assertThat(page.body().replace("http://www.w3.org/2000/svg", "")).doesNotContain("://");
  }

  @Test
  void theDocumentHasEveryPlace() {
    String document = console.get("/openapi.yaml").body();

    for (Frame.Place place : Frame.Place.all()) {
      assertThat(document).contains("\n  %s:\n".formatted(place.address()));
    }
  }

  @Test
  void whatPagesLoadIsThere() {
    for (Element part : console.page("/").select("link[href], script[src]")) {
      String path = part.hasAttr("src") ? part.attr("src") : part.attr("href");

      assertThat(console.get(path).statusCode()).as(path).isEqualTo(200);
    }
  }

  @Test
  void whoHasAPageIsToldSo() {
    String tag = console.get("/").headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again = console.get("/", "If-None-Match", tag);

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/tables/raw.nothing, 404",
    "/contracts/nothing, 404",
    "/receipts/..%2Fprofile.yaml, 400",
    "/receipts/nothing.json, 404",
    "/nothing, 404"
  })
  void saysThatThereIsNothing(String path, int status) {
    assertThat(console.get(path).statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void isOnlyRead(String method) {
    HttpResponse<String> answer =
        console.send(
            HttpRequest.newBuilder(URI.create(console.address() + "/"))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @ParameterizedTest
  @CsvSource({
    "evil.example, 421",
    "console.example, 200",
    "CONSOLE.example:80, 200",
    "localhost, 200",
    "127.0.0.1:1234, 200"
  })
  void answersOnlyToItsNames(String host, int status) throws IOException {
    URI address = URI.create(console.address());
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(host)
                  .getBytes(StandardCharsets.US_ASCII));
      String answer =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .lines()
              .collect(Collectors.joining("\n"));

      assertThat(answer).startsWith("HTTP/1.1 " + status);
      assertThat(answer.contains("raw.rides")).isEqualTo(status == 200);
    }
  }

  @Test
  void takesWhatIsSoughtWithinBounds() {
    assertThat(console.get("/?page=-4&standing=x&q=" + "r".repeat(1000)).statusCode())
        .isEqualTo(200);
    assertThat(console.get("/?page=99999999999").statusCode()).isEqualTo(200);
    assertThat(console.get("/?q=" + "r".repeat(3000)).statusCode()).isEqualTo(414);
  }

  @Test
  void countsHowTablesStandAndTimesPages() {
    console.get("/");

    assertThat(console.get("/metrics").body())
        .contains(
            "freshet_console_tables{standing=\"late\"} 1.0",
            "freshet_console_pages_seconds_count{page=\"home\",status=\"200\"}");
    assertThat(console.get("/health").statusCode()).isEqualTo(200);
  }
}
