package io.freshet.local.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.StateFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
  @TempDir private Path folder;
  private PlatformFile file;

  @BeforeEach
  void file() {
    file = new PlatformFile(new StateFolder(folder));
  }

  @Test
  void keepsAPortOverRestarts() {
    int port = new Ports(file, Map.of()).freePort("kafka");

    assertThat(new Ports(file, Map.of()).freePort("kafka")).isEqualTo(port);
  }

  @Test
  void knowsAPortOnlyOnceItIsNotedOrChosen() {
    Ports ports = new Ports(file, Map.of());

    assertThat(ports.noted("kafka-advertised")).isEmpty();

    ports.note("kafka-advertised", 4711);

    assertThat(new Ports(file, Map.of()).noted("kafka-advertised")).contains(4711);
  }

  @Test
  void givesNoPortTwice() {
    Ports ports = new Ports(file, Map.of());

    assertThat(ports.port("kafka")).isNotEqualTo(ports.port("s3"));
  }

  @Test
  void replacesAPortThatSomebodyElseHasTaken() throws IOException {
    try (ServerSocket taken = listen()) {
      file.change(state -> state.withPort("kafka", taken.getLocalPort()));

      int port = new Ports(file, Map.of()).freePort("kafka");

      assertThat(port).isNotEqualTo(taken.getLocalPort());
      assertThat(file.read().ports()).containsEntry("kafka", port);
    }
  }

  @Test
  void insistsOnAPortThatTheUserChose() throws IOException {
    try (ServerSocket taken = listen()) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> new Ports(file, Map.of("kafka", port)).freePort("kafka"))
          .isInstanceOf(FreshetException.class)
          .hasMessage(
              "kafka.port is %d, which another process uses; stop that, or choose another with FRESHET_KAFKA_PORT"
                  .formatted(port));
    }
  }

  @Test
  void prefersWhatTheUserChoseToWhatItHadBefore() throws IOException {
    int free = freePort();
    new Ports(file, Map.of()).port("kafka");

    assertThat(new Ports(file, Map.of("kafka", free)).freePort("kafka")).isEqualTo(free);
    assertThat(file.read().ports()).containsEntry("kafka", free);
  }

  @Test
  void staysWithTheNotedPortUntilTheProcessIsStartedAnew() throws IOException {
    int noted = new Ports(file, Map.of()).freePort("kafka");
    Ports ports = new Ports(file, Map.of("kafka", freePort()));

    assertThat(ports.port("kafka")).isEqualTo(noted);
    assertThat(file.read().ports()).containsEntry("kafka", noted);
  }

  @Test
  void refusesAnotherPortForWhatRuns() {
    file.change(state -> state.withPort("kafka", 23_456));

    new Ports(file, Map.of("kafka", 23_456)).requireUnchanged("kafka");
    new Ports(file, Map.of()).requireUnchanged("kafka");
    assertThatThrownBy(() -> new Ports(file, Map.of("kafka", 9092)).requireUnchanged("kafka"))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "kafka.port is 9092, but kafka runs on port 23456; stop it with ./freshet down, or leave FRESHET_KAFKA_PORT unset");
  }

  @Test
  void keepsClearOfAPortThatTheUserChoseForAnotherPart() throws IOException {
    int wanted = freePort();
    file.change(state -> state.withPort("s3", wanted));
    Ports ports = new Ports(file, Map.of("trino", wanted));

    assertThat(ports.freePort("s3")).isNotEqualTo(wanted);
    assertThat(ports.freePort("trino")).isEqualTo(wanted);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = listen()) {
      return socket.getLocalPort();
    }
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }
}
