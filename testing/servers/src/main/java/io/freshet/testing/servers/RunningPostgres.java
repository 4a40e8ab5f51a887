package io.freshet.testing.servers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A real Postgres on a free port, which can be stopped and started again with its data. */
public final class RunningPostgres implements AutoCloseable {
  private final Path data;
  private final int port;
  private EmbeddedPostgres postgres;

  private RunningPostgres(Path data, EmbeddedPostgres postgres) {
    this.data = data;
    this.port = postgres.getPort();
    this.postgres = postgres;
  }

  public static RunningPostgres start(Path folder) {
    Path data = folder.resolve("postgres");

    return new RunningPostgres(data, start(data, 0));
  }

  public int port() {
    return port;
  }

  public void stop() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void startAgain() {
    postgres = start(data, port);
  }

  @Override
  public void close() {
    stop();
  }

  private static EmbeddedPostgres start(Path data, int port) {
    try {
      return EmbeddedPostgres.builder()
          .setDataDirectory(data)
          .setCleanDataDirectory(false)
          .setPort(port)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
