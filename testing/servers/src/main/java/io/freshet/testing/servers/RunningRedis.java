package io.freshet.testing.servers;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.JarURLConnection;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** A real Redis on a free port that can be killed and started again on its data. */
public final class RunningRedis implements AutoCloseable {
  /** Of the artifact that holds Redis for several systems. */
  private static final String ARTIFACT = "META-INF/maven/org.signal/embedded-redis/pom.properties";

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Path folder;
  private final int port;
  private final List<String> options;
  private Process process;

  private RunningRedis(Path folder, int port, List<String> options) {
    this.folder = folder;
    this.port = port;
    this.options = options;
  }

  /** One that notes each write before it answers: when it is killed it comes back with all. */
  public static RunningRedis start(Path folder) {
    return start(folder, List.of("--appendonly", "yes"));
  }

  /**
   * @param options beyond address and folder, as on its command line
   */
  static RunningRedis start(Path folder, List<String> options) {
    RunningRedis redis = new RunningRedis(folder, freePort(), options);
    redis.startAgain();

    return redis;
  }

  public int port() {
    return port;
  }

  public void startAgain() {
    try {
      List<String> command = new ArrayList<>();
      command.add(server(folder).toString());
      command.addAll(List.of("--bind", "127.0.0.1", "--port", Integer.toString(port)));
      command.addAll(List.of("--dir", folder.toString(), "--save", ""));
      command.addAll(options);
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("redis.log").toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await()
        .atMost(LIMIT)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .ignoreExceptionsInstanceOf(IllegalStateException.class) // it is loading
        .until(() -> ask("PING").equals("PONG"));
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** With SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    await().atMost(LIMIT).until(() -> !process.isAlive());
  }

  /** SIGSTOP: alive, and no more to be heard of until it is resumed. */
  public void pause() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void resume() {
    signal("CONT");
  }

  /**
   * Sends a command.
   *
   * @return a text, a {@link Long}, a list of these, or null where there is nothing
   * @throws IllegalStateException with Redis's words when it refuses
   */
  public Object ask(String... words) {
    return RedisProtocol.ask(port, words);
  }

  @Override
  public void close() {
    kill();
  }

  static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void signal(String name) {
    try {
      int exitCode =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      if (exitCode != 0) {
        throw new IllegalStateException("Redis at port %d has gone".formatted(port));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The executable, put into the folder. */
  private static Path server(Path folder) throws IOException {
    Path server = folder.resolve("redis-server");
    if (Files.exists(server)) {
      return server;
    }
    URL artifact = RunningRedis.class.getClassLoader().getResource(ARTIFACT);
    JarFile jar = ((JarURLConnection) artifact.openConnection()).getJarFile();
    JarEntry entry =
        jar.stream()
            .filter(each -> each.getName().startsWith("redis-server-"))
            .filter(each -> each.getName().endsWith(system()))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("There is no Redis for " + system()));
    try (InputStream in = jar.getInputStream(entry)) {
      Files.copy(in, server);
    }
    if (!server.toFile().setExecutable(true)) {
      throw new IOException(server + " can't be made executable");
    }

    return server;
  }

  private static String system() {
    String processor = System.getProperty("os.arch");

    return System.getProperty("os.name").toLowerCase(Locale.ROOT)
        + "-"
        + (processor.equals("aarch64") ? "arm64" : processor);
  }
}
