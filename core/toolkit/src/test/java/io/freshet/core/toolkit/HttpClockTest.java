package io.freshet.core.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class HttpClockTest {
  @Test
  void tellsTheTimeOfWhoeverAnswersEvenWithARefusal() throws Exception {
    HttpServer server = server();
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    server.start();
    Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    try {
      assertThat(clock(server).ask())
          .hasValueSatisfying(
              time -> assertThat(time).isBetween(before, Instant.now().plusSeconds(1)));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    HttpServer server = server();
    HttpClock clock = clock(server);
    server.start();
    server.stop(0);

    assertThatThrownBy(clock::ask).isInstanceOf(ConnectException.class);
  }

  @Test
  void takesNothingElseForATime() {
    assertThat(HttpClock.parse("Mon, 30 Nov 2026 23:12:24 GMT"))
        .contains(Instant.parse("2026-11-30T23:12:24Z"));
    assertThat(HttpClock.parse("yesterday")).isEmpty();
  }

  private static HttpServer server() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  private static HttpClock clock(HttpServer server) {
    return new HttpClock(
        "http://127.0.0.1:%d/health".formatted(server.getAddress().getPort()),
        Duration.ofSeconds(30));
  }
}
