package io.freshet.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogWitnessTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  @TempDir private Path folder;
  private Path file;
  private final StringWriter errors = new StringWriter();

  @BeforeEach
  void nameALog() {
    file = folder.resolve("log.ndjson");
  }

  @Test
  void tellsOfEachLineWhatShowsThatItWasThere() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
      CompletableFuture<List<String>> heard = heard(server);

      assertThat(run(() -> 3, "127.0.0.1:" + server.getLocalPort())).isEqualTo(3);

      String last = new AuditLog(file).verify().last();
      String expected =
          "<110>1 2026-11-30T12:00:00Z - freshet - audit - line=2 hash=%s log=%s"
              .formatted(last, file.toAbsolutePath());
      assertThat(heard.join())
          .hasSize(2)
          .satisfies(lines -> assertThat(lines.get(0)).contains(" line=1 hash="))
          .satisfies(
              lines ->
                  assertThat(lines.get(1))
                      .isEqualTo("%d %s".formatted(expected.length(), expected)));
    }
  }

  /** What was cut off here is known there. */
  @Test
  void knowsOfLinesThatWereCutOff() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
      CompletableFuture<List<String>> heard = heard(server);
      run(() -> 0, "127.0.0.1:" + server.getLocalPort());
      String kept = heard.join().get(1).replaceFirst(".* hash=([0-9a-f]{64}) .*", "$1");
      assertThat(new AuditLog(file).verify(kept).broken()).isEmpty();

      Files.write(file, Files.readAllLines(file).subList(0, 1));

      assertThat(new AuditLog(file).verify().broken()).isEmpty();
      assertThat(new AuditLog(file).verify(kept).broken()).isPresent();
    }
  }

  @Test
  void doesNotRunWhatNobodyIsToldOf() throws IOException {
    int nobodys;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobodys = socket.getLocalPort();
    }
    boolean[] ran = {false};

    int exitCode =
        run(
            () -> {
              ran[0] = true;

              return 0;
            },
            "127.0.0.1:" + nobodys);

    assertThat(exitCode).isEqualTo(75);
    assertThat(ran[0]).isFalse();
    assertThat(errors.toString()).startsWith("Cannot tell the syslog server ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"syslog.example", "udp://syslog.example:514", "syslog.example:70000"})
  void saysWhichAddressItWants(String address) {
    assertThat(run(() -> 0, address)).isEqualTo(2);
    assertThat(errors.toString())
        .startsWith(
            "audit.syslog is %s; it must be host and port of a syslog server, such as"
                .formatted(address));
  }

  private static CompletableFuture<List<String>> heard(ServerSocket server) {
    return CompletableFuture.supplyAsync(() -> List.of(one(server), one(server)))
        .orTimeout(20, TimeUnit.SECONDS);
  }

  private static String one(ServerSocket server) {
    try (Socket client = server.accept()) {
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private int run(IntSupplier command, String syslog) {
    return new Audited(Optional.of(file), Optional.of(syslog), "ada", InstantSource.fixed(NOON))
        .run(command, new PrintWriter(errors, true), "forget", "--dasher", "4711");
  }
}
