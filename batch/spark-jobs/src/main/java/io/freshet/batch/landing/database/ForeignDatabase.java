package io.freshet.batch.landing.database;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;

/** A database that rows come from: its driver, and what it says of its tables' columns. */
public final class ForeignDatabase {
  private static final String POSTGRES = "jdbc:postgresql:";
  private static final String MYSQL = "jdbc:mysql:";
  private static final String MARIADB = "jdbc:mariadb:";

  /**
   * What MySQL's driver has to be told: to leave rows on the server until they are asked for, which
   * it otherwise holds all at once whatever the size of a fetch, and to call types what they are
   * called there. That of MariaDB, which knows the second, does the first by itself.
   */
  private static final Map<String, String> MYSQL_OPTIONS =
      Map.of("useCursorFetch", "true", "tinyInt1isBit", "false", "yearIsDateType", "false");

  /** Classes of SQLSTATE that a retry may mend: no connection, no room, going down. */
  private static final Set<String> AWAY = Set.of("08", "53", "57");

  private final String url;
  private final JdbcAccess access;
  private final Driver driver;

  private ForeignDatabase(String url, JdbcAccess access, Driver driver) {
    this.url = url;
    this.access = access;
    this.driver = driver;
  }

  /**
   * Looks for a driver on the class path, and in the jar that the caller has named.
   *
   * @throws FreshetException where none knows such a database
   */
  public static ForeignDatabase of(String url, JdbcAccess access) {
    for (Driver driver : ServiceLoader.load(Driver.class)) {
      if (accepts(driver, url)) {
        return new ForeignDatabase(url, access, driver);
      }
    }
    throw new FreshetException(
        Fault.CALLER,
        "No driver knows %s: that of Postgres is shipped, another database's is a jar that the setting landing.driver-jar names"
            .formatted(url));
  }

  private static boolean accepts(Driver driver, String url) {
    try {
      return driver.acceptsURL(url);
    } catch (SQLException e) {
      throw new FreshetException(
          Fault.CALLER, "%s names no database: %s".formatted(url, e.getMessage()), e);
    }
  }

  public boolean isPostgres() {
    return url.startsWith(POSTGRES);
  }

  /** MariaDB is one, whose language and types are MySQL's. */
  public boolean isMySql() {
    return url.startsWith(MYSQL) || url.startsWith(MARIADB);
  }

  /** The columns of a table or of a query in brackets, in its order; no row is read. */
  public List<ForeignColumn> columns(String table) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("SELECT * FROM %s WHERE 1 = 0".formatted(table))) {
      ResultSetMetaData described = none.getMetaData();
      List<ForeignColumn> columns = new ArrayList<>();
      for (int i = 1; i <= described.getColumnCount(); i++) {
        columns.add(
            new ForeignColumn(
                described.getColumnLabel(i),
                described.getColumnTypeName(i),
                described.getColumnType(i)));
      }

      return columns;
    } catch (SQLException e) {
      throw unreadable(table, e);
    }
  }

  /**
   * Of the numbers of a column, in a table or a query in brackets; empty where no row has one.
   *
   * @param from below which none is looked at
   */
  public Optional<KeyBounds> bounds(String table, String key, OptionalLong from) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      String quote = connection.getMetaData().getIdentifierQuoteString();
      String column = quote + key.replace(quote, quote + quote) + quote;
      String condition =
          from.isPresent() ? " WHERE %s >= %d".formatted(column, from.getAsLong()) : "";
      try (ResultSet row =
          statement.executeQuery(
              "SELECT min(%1$s), max(%1$s) FROM %2$s%3$s".formatted(column, table, condition))) {
        row.next();
        long first = row.getLong(1);

        return row.wasNull() ? Optional.empty() : Optional.of(new KeyBounds(first, row.getLong(2)));
      }
    } catch (SQLException e) {
      throw unreadable(table, e);
    }
  }

  private Connection connect() throws SQLException {
    return driver.connect(url, login());
  }

  private FreshetException unreadable(String table, SQLException e) {
    return new FreshetException(
        fault(e), "Cannot read %s of %s: %s".formatted(table, url, oneLine(e)), e);
  }

  /** For rows of it. */
  public DataFrameReader reader(SparkSession spark) {
    DataFrameReader reader =
        spark
            .read()
            .format("jdbc")
            .option("url", urlForSpark(url))
            .option("driver", driver.getClass().getName());
    login().forEach((name, value) -> reader.option((String) name, (String) value));

    return reader;
  }

  /**
   * Spark quotes names as MySQL does where a URL says MySQL alone; as it quotes them for all others
   * they are texts to MariaDB, and every row would hold the names of its columns. MariaDB's driver
   * takes such a URL where that has this word.
   */
  static String urlForSpark(String url) {
    return url.startsWith(MARIADB)
        ? "%s%s%spermitMysqlScheme"
            .formatted(MYSQL, url.substring(MARIADB.length()), url.contains("?") ? "&" : "?")
        : url;
  }

  private Properties login() {
    Properties login = new Properties();
    access.user().ifPresent(user -> login.put("user", user));
    access.password().ifPresent(password -> login.put("password", password));
    if (isMySql()) {
      login.putAll(MYSQL_OPTIONS);
    }

    return login;
  }

  private static Fault fault(SQLException e) {
    String state = String.valueOf(e.getSQLState());

    return state.length() > 2 && AWAY.contains(state.substring(0, 2))
        ? Fault.DEPENDENCY
        : Fault.CALLER;
  }

  private static String oneLine(SQLException e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
  }
}
