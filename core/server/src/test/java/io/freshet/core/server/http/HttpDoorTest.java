package io.freshet.core.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

  @Test
  void closesInTimeThoughABrowserHoldsAConnection() throws IOException {
    HttpDoor impatient = impatient(new Handler.Sequence());
    try (Socket browser = new Socket(InetAddress.getLoopbackAddress(), impatient.port())) {
      ask(browser, "/health");
      assertThat(browser.getInputStream().read()).isEqualTo('H');

      impatient.close();

      assertThat(browser.getInputStream().readAllBytes()).asString(US_ASCII).startsWith("TTP/1.1");
    }
  }

  /** That of every restart: a client has just been answered, and keeps its connection. */
  @Test
  @Timeout(20)
  void waitsOnlyAMomentForAConnectionOnWhichNothingIsUnderWay() throws IOException {
    HttpDoor patient = open(new Handler.Sequence(), Duration.ofMinutes(2));
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), patient.port())) {
      ask(client, "/health");
      assertThat(client.getInputStream().read()).isEqualTo('H');

      patient.close();

      assertThat(client.getInputStream().readAllBytes()).asString(US_ASCII).startsWith("TTP/1.1");
    }
  }

  @Test
  @Timeout(20)
  void letsARequestThatHasBegunFinishThoughItTakesLongerThanThat() throws Exception {
    Held held = new Held();
    HttpDoor patient = open(held, Duration.ofMinutes(2));
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), patient.port())) {
      ask(client, "/page");
      held.begun.await();
      CompletableFuture<Void> closed = CompletableFuture.runAsync(patient::close);
      assertThat(closed)
          .failsWithin(Duration.ofSeconds(1))
          .withThrowableThat()
          .isInstanceOf(TimeoutException.class);

      held.end.countDown();

      assertThat(client.getInputStream().readAllBytes())
          .asString(US_ASCII)
          .startsWith("HTTP/1.1 200");
      closed.join();
    }
  }

  @Test
  void cutsOffRequestsThatDoNotEnd() throws Exception {
    Held endless = new Held();
    HttpDoor impatient = impatient(endless);
    try (Socket browser = new Socket(InetAddress.getLoopbackAddress(), impatient.port())) {
      ask(browser, "/page");
      endless.begun.await();

      assertThatCode(impatient::close).doesNotThrowAnyException();
    }
  }

  /** Answers once it is let. */
  private static final class Held extends Handler.Abstract {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws InterruptedException {
      begun.countDown();
      end.await();
      callback.succeeded();

      return true;
    }
  }

  private static HttpDoor impatient(Handler handler) {
    return open(handler, Duration.ofMillis(400));
  }

  private static HttpDoor open(Handler handler, Duration stopTimeout) {
    return HttpDoor.open(
        new HttpSettings("tests", "127.0.0.1", 0, "a-token-of-the-tests"),
        new HttpLimits(4, Duration.ofMinutes(1), UriCompliance.DEFAULT, stopTimeout),
        new HttpHandlers(new Handler.Sequence(), handler),
        () -> true);
  }

  private static void ask(Socket browser, String path) throws IOException {
    browser
        .getOutputStream()
        .write("GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".formatted(path).getBytes(US_ASCII));
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
