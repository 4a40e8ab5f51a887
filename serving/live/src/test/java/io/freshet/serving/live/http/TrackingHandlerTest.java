package io.freshet.serving.live.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.live.page.PageFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingHandlerTest {
  private static final String PAGE = "/track/san_francisco/17";
  private static final Pattern PARTS = Pattern.compile("(?:from '\\.|=\"\\.\\.)/([^'\"]+)");

  private static LiveGate gate;

  @BeforeAll
  static void open() {
    gate = LiveGate.open();
  }

  @AfterAll
  static void close() {
    gate.close();
  }

  @Test
  void anyoneMayReadThePageAndItMaySpeakWithNobodyElse() {
    HttpResponse<String> page = get(PAGE);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "http", "*");
  }

  @Test
  void whatThePageLoadsIsThereAndComesFromHere() {
    Map<String, String> loaded = new HashMap<>();
    Deque<String> waiting = new ArrayDeque<>();
    loaded.put("page.html", get(PAGE).body());
    waiting.add("page.html");
    while (!waiting.isEmpty()) {
      String text = loaded.get(waiting.remove());
      assertThat(text.replace("http://www.w3.org/2000/svg", "")).doesNotContain("://", "style=");
      for (MatchResult part : PARTS.matcher(text).results().toList()) {
        HttpResponse<String> answer = get("/track/" + part.group(1));
        assertThat(answer.statusCode()).as(part.group(1)).isEqualTo(200);
        if (loaded.put(part.group(1), answer.body()) == null) {
          waiting.add(part.group(1));
        }
      }
    }

    assertThat(loaded).containsKeys("page.css", "icon.svg", "page.js", "told.js");
    assertThat(loaded.keySet())
        .filteredOn(part -> PageFiles.load().part(part).isEmpty())
        .containsExactly("page.html");
  }

  @Test
  void whoHasItIsToldSo() {
    String tag = get(PAGE).headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again = gate.send(request(PAGE).header("If-None-Match", tag));

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers().firstValue("Cache-Control")).contains("no-cache");
    assertThat(gate.send(request(PAGE).header("If-None-Match", "\"other\"")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void zipsForWhoUnderstandsItUnderATagOfItsOwn() throws IOException {
    HttpResponse<byte[]> zipped =
        HttpClient.newHttpClient()
            .sendAsync(
                request(PAGE).header("Accept-Encoding", "br, gzip").build(),
                HttpResponse.BodyHandlers.ofByteArray())
            .join();
    HttpResponse<String> plain = gate.send(request(PAGE).header("Accept-Encoding", "gzip;q=0"));

    assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(zipped.headers().firstValue("Vary")).contains("Accept-Encoding");
    assertThat(zipped.headers().firstValue("ETag"))
        .isNotEqualTo(plain.headers().firstValue("ETag"));
    assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
        .isEqualTo(plain.body().getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/track/san_francisco/soup", "/track/o%20slo/17", "/track/oslo/-1"})
  void whatIsNoOrderGetsThePageThatSaysSo(String path) {
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo(get(PAGE).body());
  }

  @Test
  void theStreetsOfAMarketAreThereForAnyone() {
    HttpResponse<String> map = get("/maps/san_francisco");

    assertThat(map.statusCode()).isEqualTo(200);
    assertThat(map.headers().firstValue("Content-Type")).contains("application/geo+json");
    assertThat(map.body()).contains("\"MultiLineString\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/maps/atlantis", "/maps/a.b", "/track/LiveDoor.class"})
  void whatIsNotThereIsAProblem(String path) {
    assertThat(get(path).statusCode()).isIn(400, 404);
    assertThat(get(path).body()).contains("\"cause\":");
  }

  @Test
  void nobodyWritesHere() {
    assertThat(gate.send(request(PAGE).POST(HttpRequest.BodyPublishers.ofString("x"))).statusCode())
        .isEqualTo(404);
  }

  @Test
  void headsAreAnsweredWithoutABody() {
    HttpResponse<Void> head =
        HttpClient.newHttpClient()
            .sendAsync(
                request(PAGE).method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.discarding())
            .join();

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValueAsLong("Content-Length").orElseThrow()).isPositive();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(gate.uri(path));
  }

  private static HttpResponse<String> get(String path) {
    return gate.send(request(path));
  }
}
