package io.freshet.assurance.chaos.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.freshet.assurance.chaos.door.FaultyProxy.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyProxyIT {
  private static final String LARGE = "freshet".repeat(300_000);

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private FaultyProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          byte[] answer = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    proxy = FaultyProxy.before(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.stop(0);
  }

  @Test
  void letsRequestsThrough() throws Exception {
    assertThat(put("/a", LARGE, false).body()).isEqualTo(LARGE);
    assertThat(put("/b", LARGE, true).body()).isEqualTo(LARGE);
    assertThat(put("/c", "", false).statusCode()).isEqualTo(200);
    assertThat(heard).containsExactly("PUT /a", "PUT /b", "PUT /c");
  }

  @Test
  void refusesAsManyAsItIsTold() throws Exception {
    FaultyProxy.Injection injection =
        proxy.inject(request -> request.path().equals("/a"), new Fault.Refused(503, "{}"), 2);

    assertThat(put("/a", LARGE, false).statusCode()).isEqualTo(503);
    assertThat(put("/b", LARGE, false).statusCode()).isEqualTo(200);
    assertThat(put("/a", "", false).statusCode()).isEqualTo(503);
    assertThat(injection.isOver()).isTrue();
    assertThat(put("/a", LARGE, false).statusCode()).isEqualTo(200);
    assertThat(heard).containsExactly("PUT /b", "PUT /a");
  }

  @Test
  void countsWhoHasMetAFault() throws Exception {
    FaultyProxy.Injection injection =
        proxy.inject(
            request -> request.path().equals("/a"),
            new Fault.Refused(503, "{}"),
            Integer.MAX_VALUE);
    put("/b", "", false);
    assertThat(injection.met()).isZero();

    put("/a", "", false);

    assertThat(injection.met()).isEqualTo(1);
  }

  @Test
  void breaksTheConnectionOnceTheServerHasDoneItsWork() {
    proxy.inject(request -> request.method().equals("PUT"), new Fault.Unanswered(), 1);

    assertThatThrownBy(() -> put("/a", LARGE, false)).isInstanceOf(IOException.class);
    assertThat(heard).containsExactly("PUT /a");
  }

  @Test
  void tellsSomethingElseThanTheServer() throws Exception {
    proxy.inject(request -> true, new Fault.Misreported(502, "<none/>"), 1);

    assertThat(put("/a", "b", false).statusCode()).isEqualTo(502);
    assertThat(heard).containsExactly("PUT /a");
  }

  @Test
  void holdsAnAnswerBack() throws Exception {
    proxy.inject(request -> true, new Fault.Delayed(Duration.ofMillis(300)), 1);
    long start = System.nanoTime();

    assertThat(put("/a", "b", false).body()).isEqualTo("b");
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(300_000_000L);
  }

  @Test
  void holdsARequestUntilItIsReleased() {
    FaultyProxy.Injection held = proxy.inject(request -> true, new Fault.RequestHeld(), 1);
    CompletableFuture<HttpResponse<String>> answer = putAsync("/a", LARGE);
    await().until(held::isHolding);
    assertThat(heard).isEmpty();

    held.release();

    assertThat(answer.join().body()).isEqualTo(LARGE);
    assertThat(held.isHolding()).isFalse();
  }

  @Test
  void deliversAHeldRequestWhoseSenderIsGone() {
    FaultyProxy.Injection held = proxy.inject(request -> true, new Fault.RequestHeld(), 1);
    assertThatThrownBy(() -> put("/a", LARGE, true, Duration.ofMillis(500)))
        .isInstanceOf(HttpTimeoutException.class);
    await().until(held::isHolding);

    held.release();

    await().untilAsserted(() -> assertThat(heard).containsExactly("PUT /a"));
  }

  @Test
  void dropsWhatItHolds() {
    FaultyProxy.Injection request = proxy.inject(each -> true, new Fault.RequestHeld(), 1);
    FaultyProxy.Injection answer = proxy.inject(each -> true, new Fault.AnswerHeld(), 1);
    CompletableFuture<HttpResponse<String>> unsent = putAsync("/a", "a");
    await().until(request::isHolding);
    CompletableFuture<HttpResponse<String>> unanswered = putAsync("/b", "b");
    await().until(answer::isHolding);

    request.drop();
    answer.drop();

    assertThatThrownBy(unsent::join).hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(unanswered::join).hasCauseInstanceOf(IOException.class);
    assertThat(heard).containsExactly("PUT /b");
  }

  private CompletableFuture<HttpResponse<String>> putAsync(String path, String body) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return put(path, body, false);
          } catch (IOException | InterruptedException e) {
            throw new CompletionException(e);
          }
        });
  }

  private HttpResponse<String> put(String path, String body, boolean expectsContinue)
      throws IOException, InterruptedException {
    return put(path, body, expectsContinue, Duration.ofSeconds(20));
  }

  private HttpResponse<String> put(
      String path, String body, boolean expectsContinue, Duration timeout)
      throws IOException, InterruptedException {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(
            HttpRequest.newBuilder(proxy.uri().resolve(path))
                .expectContinue(expectsContinue)
                .timeout(timeout)
                .PUT(BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
