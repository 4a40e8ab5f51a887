package io.freshet.ingestion.capture.database;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The operational database: a connection for as long as it is asked something, every wait of which
 * ends. Thread-safe.
 */
public final class Database {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  /** Classes of SQLSTATE that a retry does not mend: wrong login, no such database, no right to. */
  private static final Set<String> CALLERS = Set.of("28", "3D", "42");

  private final DatabaseAddress address;
  private final String user;
  private final String password;

  public Database(DatabaseAddress address, String user, String password) {
    this.address = address;
    this.user = user;
    this.password = password;
  }

  /** What is asked over one connection. */
  @FunctionalInterface
  public interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  /**
   * Asks something.
   *
   * @param doing for the message of a failure: {@code read the tables}
   * @throws FreshetException {@code DEPENDENCY} when the database is away, {@code CALLER} when it
   *     refuses
   */
  public <T> T answer(String doing, Question<T> question) {
    return answer(doing, question, properties());
  }

  /** Asks what is asked in the language of those who copy the log. */
  <T> T answerAsReplica(String doing, Question<T> question) {
    Properties properties = properties();
    properties.put("replication", "database");
    properties.put("assumeMinServerVersion", "10");
    properties.put("preferQueryMode", "simple");

    return answer(doing, question, properties);
  }

  private <T> T answer(String doing, Question<T> question, Properties properties) {
    try (Connection connection = DriverManager.getConnection(address.jdbc(), properties)) {
      return question.ask(connection);
    } catch (SQLException e) {
      throw failure(doing, e);
    }
  }

  /** A connection that its caller closes. */
  Connection connect(String doing) {
    try {
      return DriverManager.getConnection(address.jdbc(), properties());
    } catch (SQLException e) {
      throw failure(doing, e);
    }
  }

  FreshetException failure(String doing, SQLException e) {
    return new FreshetException(
        fault(e), "Cannot %s of %s as %s: %s".formatted(doing, address, user, oneLine(e)), e);
  }

  /** Whose fault Postgres's answer is. */
  public static Fault fault(SQLException e) {
    String state = String.valueOf(e.getSQLState());

    return state.length() > 2 && CALLERS.contains(state.substring(0, 2))
        ? Fault.CALLER
        : Fault.DEPENDENCY;
  }

  static String oneLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("SQLSTATE " + e.getSQLState());
  }

  public DatabaseAddress address() {
    return address;
  }

  public String user() {
    return user;
  }

  /** By the names that Debezium has for them; holds the password. */
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    address.parameters().forEach((name, value) -> settings.put("database." + name, value));
    settings.put("database.hostname", address.host());
    settings.put("database.port", Integer.toString(address.port()));
    settings.put("database.dbname", address.name());
    settings.put("database.user", user);
    settings.put("database.password", password);

    return settings;
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.putAll(address.parameters());
    properties.put("user", user);
    properties.put("password", password);
    properties.put("connectTimeout", Long.toString(CONNECT_WITHIN.toSeconds()));
    properties.put("socketTimeout", Long.toString(ANSWER_WITHIN.toSeconds()));
    properties.put("ApplicationName", "freshet-capture");

    return properties;
  }
}
