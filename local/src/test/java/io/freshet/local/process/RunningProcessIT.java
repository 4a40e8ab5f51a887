package io.freshet.local.process;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningProcessIT {
  @TempDir private Path folder;

  @Test
  void hasGivenUpItsPortWhenItIsTakenForDead() throws Exception {
    Path portFile = folder.resolve("port");
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                Path.of("target", "test-classes").toString(),
                PortHolder.class.getName(),
                portFile.toString())
            .inheritIO()
            .start();
    RunningProcess process = RunningProcess.of(server.pid()).orElseThrow();
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(portFile));
    int port = Integer.parseInt(Files.readString(portFile));

    process.kill();

    assertThatCode(() -> new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close())
        .doesNotThrowAnyException();
  }
}
