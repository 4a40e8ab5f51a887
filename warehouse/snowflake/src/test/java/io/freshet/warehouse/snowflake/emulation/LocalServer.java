package io.freshet.warehouse.snowflake.emulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A Python server on a port of its own on 127.0.0.1, for as long as a test class needs it. */
final class LocalServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private final Process process;
  private final int port;

  private LocalServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * @param arguments of the program; {@code PORT} stands for the port
   */
  static LocalServer start(String program, String... arguments) {
    try {
      int port = freePort();
      List<String> command = new ArrayList<>();
      command.add(Python.environment().program(program));
      for (String argument : arguments) {
        command.add(argument.equals("PORT") ? Integer.toString(port) : argument);
      }
      Path log = Path.of("target", program + ".log");
      Files.createDirectories(log.getParent());
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      LocalServer server = new LocalServer(process, port);
      Awaitility.await(program + " answers; its log is " + log)
          .atMost(START_LIMIT)
          .failFast(() -> !process.isAlive())
          .until(server::accepts);

      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);

      return true;
    } catch (IOException e) {
      return false;
    }
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
