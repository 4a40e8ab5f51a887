package io.freshet.local.engine;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.PrivateFiles;
import io.freshet.local.Part;
import io.freshet.local.fetch.Commands;
import io.freshet.local.fetch.FileTree;
import io.freshet.local.process.Launch;
import io.freshet.local.process.RunningProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/** Postgres, with the databases that the other parts and modules keep their state in. */
final class PostgresEngine implements Engine {
  // duplicate_database, and unique_violation where the other one commits at the same moment
  private static final Set<String> EXISTS_ALREADY = Set.of("42P04", "23505");

  private static final List<String> DATABASES = List.of("catalog", "registry", "orders", "airflow");

  private final Surroundings here;

  PostgresEngine(Surroundings here) {
    this.here = here;
  }

  @Override
  public String name() {
    return Part.POSTGRES.label();
  }

  @Override
  public Launch prepare() throws IOException, InterruptedException {
    Path program = here.programs().postgres(here.progress());
    Path data = here.folder().data(name());
    if (!Files.exists(data.resolve("PG_VERSION"))) {
      initialise(program, data);
    }
    List<String> command = notAsRoot(program.resolve("bin").resolve("postgres"));
    command.addAll(List.of("-D", data.toString()));
    command.addAll(List.of("-p", Integer.toString(here.port(Part.POSTGRES))));
    command.addAll(List.of("-c", "listen_addresses=127.0.0.1"));
    command.addAll(List.of("-c", "unix_socket_directories="));
    command.addAll(List.of("-c", "shared_buffers=64MB"));
    // For the change capture; slots and senders are as many as Postgres has by default: ten.
    command.addAll(List.of("-c", "wal_level=logical"));

    return new Launch(command, Map.of(), data);
  }

  @Override
  public boolean answers() {
    try (Connection connection = connect()) {
      return connection.isValid(1);
    } catch (SQLException notYet) {
      return false;
    }
  }

  @Override
  public void settle() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      List<String> existing = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery("select datname from pg_database")) {
        while (rows.next()) {
          existing.add(rows.getString(1));
        }
      }
      for (String database : DATABASES) {
        if (!existing.contains(database)) {
          create(statement, database);
        }
      }
    } catch (SQLException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot create Postgres's databases: " + e.getMessage(), e);
    }
  }

  /** The statement of a launcher that was killed goes on in the server, and may come first. */
  private static void create(Statement statement, String database) throws SQLException {
    try {
      statement.execute("create database " + database);
    } catch (SQLException e) {
      if (!EXISTS_ALREADY.contains(e.getSQLState())) {
        throw e;
      }
    }
  }

  /** Interrupts it: asked to terminate, Postgres would wait for its clients to go first. */
  @Override
  public void stop(RunningProcess process) {
    process.interrupt();
    process.stop(Duration.ofSeconds(15));
  }

  /**
   * Beside its place first, so that a half-made cluster is never taken for one, and under a name of
   * this launcher's own: the work of one that was killed may still be going on.
   */
  private void initialise(Path program, Path data) throws IOException, InterruptedException {
    String own = Long.toString(ProcessHandle.current().pid());
    Path unfinished = data.resolveSibling("." + name() + ".new-" + own);
    FileTree.delete(unfinished);
    FileTree.delete(data);
    Files.createDirectories(unfinished.getParent());
    Path passwordFile = here.folder().root().resolve(".postgres-password-" + own);
    String password = Credentials.postgresPassword(here.secrets());
    PrivateFiles.write(passwordFile, password.getBytes(StandardCharsets.UTF_8));
    List<String> command = notAsRoot(program.resolve("bin").resolve("initdb"));
    command.addAll(List.of("-D", unfinished.toString(), "-U", Credentials.POSTGRES_USER));
    command.addAll(List.of("--auth=scram-sha-256", "--pwfile=" + passwordFile));
    command.addAll(List.of("--encoding=UTF8", "--no-locale", "--no-sync"));
    try {
      Commands.run(command, here.folder().root(), line -> {});
    } finally {
      Files.deleteIfExists(passwordFile);
    }
    Files.move(unfinished, data);
  }

  /**
   * Postgres refuses to run as root. In a user namespace of its own it is nobody, and yet owns the
   * files that root owns outside, so the state folder may lie anywhere.
   */
  private static List<String> notAsRoot(Path program) {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("unshare", "--user"));
    }
    command.add(program.toString());

    return command;
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.put("user", Credentials.POSTGRES_USER);
    properties.put("password", Credentials.postgresPassword(here.secrets()));
    properties.put("connectTimeout", "2");
    properties.put("socketTimeout", "10");

    return DriverManager.getConnection(
        "jdbc:postgresql://%s/postgres".formatted(here.address(Part.POSTGRES)), properties);
  }
}
