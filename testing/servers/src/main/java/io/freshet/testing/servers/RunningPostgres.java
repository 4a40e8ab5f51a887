package io.freshet.testing.servers;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real Postgres on a free port, which can be stopped and started again with its data. */
public final class RunningPostgres implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Path data;
  private final Map<String, String> options;
  private final int port;
  private EmbeddedPostgres postgres;
  private volatile boolean isRunning = true;

  private RunningPostgres(Path data, Map<String, String> options, EmbeddedPostgres postgres) {
    this.data = data;
    this.options = options;
    this.port = postgres.getPort();
    this.postgres = postgres;
  }

  public static RunningPostgres start(Path folder) {
    return start(folder.resolve("postgres"), 0, Map.of());
  }

  /**
   * @param data what it goes on with, or where it begins anew
   * @param port 0 for a free one
   * @param options as in {@code postgresql.conf}, which they overrule
   */
  static RunningPostgres start(Path data, int port, Map<String, String> options) {
    RunningPostgres postgres = new RunningPostgres(data, options, run(data, port, options));
    Runtime.getRuntime().addShutdownHook(new Thread(postgres::stop, "stop-postgres"));

    return postgres;
  }

  public int port() {
    return port;
  }

  Path data() {
    return data;
  }

  /** To the database {@code postgres}, as its superuser. */
  public Connection connect() throws SQLException {
    return postgres.getPostgresDatabase().getConnection();
  }

  /** The first column of the first row; empty where there is none. */
  public String ask(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet row = statement.getResultSet()) {
        return row.next() ? String.valueOf(row.getString(1)) : "";
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Postgres refuses %s: %s".formatted(sql, e.getMessage()), e);
    }
  }

  public void stop() {
    if (!isRunning) {
      return;
    }
    isRunning = false;
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL of the server and of all that it has started, as if its machine were gone for good. */
  void kill() {
    isRunning = false;
    ProcessHandle server = ProcessHandle.of(process()).orElseThrow();
    List<ProcessHandle> all = Stream.concat(Stream.of(server), server.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    await().atMost(LIMIT).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
  }

  private long process() {
    try {
      return Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void startAgain() {
    postgres = run(data, port, options);
    isRunning = true;
  }

  @Override
  public void close() {
    stop();
  }

  private static EmbeddedPostgres run(Path data, int port, Map<String, String> options) {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            // It would try to stop what was killed, and log that it can't.
            .setRegisterShutdownHook(false)
            .setPort(port);
    options.forEach(builder::setServerConfig);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
