package io.freshet.testing.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WireTest {
  private static final String DOCUMENT =
      """
      openapi: 3.0.3
      paths:
        /things:
          post:
            operationId: make
            responses: {'200': {description: Made}}
      """;

  /** More than the buffers of a connection hold. */
  private static final int BODY_BYTES = 30 << 20;

  @Test
  void callsADoorLateThatReadsNothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Duration limit = Duration.ofMillis(500);
      Wire wire = new Wire(door(silent.getLocalPort()), new Pace(limit, limit, limit, BODY_BYTES));

      Outcome outcome = wire.send(Shot.of("POST", "/things", List.of(), new byte[BODY_BYTES]));

      assertThat(outcome.isLate()).isTrue();
      assertThat(outcome.answers()).isEmpty();
    }
  }

  private static Door door(int port) {
    return new Door(
        "silent",
        InetAddress.getLoopbackAddress().getHostAddress(),
        port,
        ApiDocument.parse(DOCUMENT),
        Map.of(),
        Map.of(),
        "make",
        List.of());
  }
}
