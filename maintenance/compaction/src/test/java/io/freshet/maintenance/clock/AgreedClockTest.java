package io.freshet.maintenance.clock;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.freshet.core.toolkit.HttpClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Beside a server that refuses everybody, and a place where nobody listens. */
class AgreedClockTest {
  private HttpServer server;
  private HttpClock right;
  private HttpClock away;

  @BeforeEach
  void start() throws IOException {
    HttpServer gone = server();
    away = clock(gone);
    server = server();
    gone.start(); // what was never started goes on listening, and each reading waits for it
    gone.stop(0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(403, -1);
          exchange.close();
        });
    server.start();
    right = clock(server);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void believesItsMachineWhereAnotherOneSaysTheSame() {
    Now now = new AgreedClock(InstantSource.system(), List.of(away, right)).read();

    assertThat(now.doubt()).isEmpty();
    assertThat(now.time()).isBetween(Instant.now().minusSeconds(60), Instant.now());
  }

  @Test
  void doubtsAMachineThatRunsAMonthAhead() {
    InstantSource ahead = InstantSource.offset(InstantSource.system(), Duration.ofDays(30));

    assertThat(new AgreedClock(ahead, List.of(right)).read().doubt())
        .hasValueSatisfying(why -> assertThat(why).contains(right.address()));
  }

  @Test
  void doubtsAMachineThatIsAlone() {
    assertThat(new AgreedClock(InstantSource.system(), List.of(away)).read().doubt()).isPresent();
  }

  private static HttpServer server() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  private static HttpClock clock(HttpServer at) {
    return new HttpClock(
        "http://127.0.0.1:%d/".formatted(at.getAddress().getPort()), Duration.ofSeconds(30));
  }
}
