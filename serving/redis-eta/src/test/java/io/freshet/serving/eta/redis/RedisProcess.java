package io.freshet.serving.eta.redis;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/** A real Redis on a free port that can be killed and started again on its data. */
public final class RedisProcess implements AutoCloseable {
  private final Path folder;
  private final int port;
  private Process process;

  private RedisProcess(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  public static RedisProcess start(Path folder) {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RedisProcess redis = new RedisProcess(folder, free.getLocalPort());
      free.close();
      redis.startAgain();

      return redis;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What Redis answered is in its log when it answers, so a killed one comes back with all. */
  public void startAgain() {
    try {
      File binary = ExecutableProvider.newJarResourceProvider(folder.toFile()).get();
      process =
          new ProcessBuilder(
                  List.of(
                      binary.getAbsolutePath(),
                      "--bind",
                      "127.0.0.1",
                      "--port",
                      Integer.toString(port),
                      "--dir",
                      folder.toString(),
                      "--appendonly",
                      "yes",
                      "--save",
                      ""))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("redis.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptionsInstanceOf(JedisException.class)
        .until(this::answers);
  }

  /** With SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive());
  }

  public RedisTarget target() {
    return new RedisTarget("127.0.0.1", port, "", 100, Duration.ofMillis(20));
  }

  public Jedis client() {
    return new Jedis("127.0.0.1", port);
  }

  @Override
  public void close() {
    kill();
  }

  private boolean answers() {
    try (Jedis jedis = client()) {
      return jedis.ping().equals("PONG");
    }
  }
}
