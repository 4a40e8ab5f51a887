package io.freshet.warehouse.snowflake.landing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.warehouse.snowflake.SnowflakeSettings;
import io.freshet.warehouse.snowflake.emulation.Aws;
import io.freshet.warehouse.snowflake.emulation.SnowflakeEmulator;
import io.freshet.warehouse.snowflake.script.Account;
import io.freshet.warehouse.snowflake.script.AccountScript;
import io.freshet.warehouse.snowflake.script.Kind;
import io.freshet.warehouse.snowflake.script.Statement;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/**
 * What Snowpipe does, for an account that has none: reads the queue, and runs the pipe's own COPY
 * for the file that a message names. The COPY is the generated one; that a file is loaded once is
 * the emulator's doing, by its load history, as it is Snowflake's.
 */
final class Pipe implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONTRACT = "dasher_pings";

  private final SnowflakeEmulator emulator;
  private final Aws aws;
  private final String queueUrl;
  private final Connection account;
  private final String database;
  private final String copy;
  private final Path folder;

  private Pipe(
      SnowflakeEmulator emulator,
      Aws aws,
      String queueUrl,
      Connection account,
      String database,
      String copy,
      Path folder) {
    this.emulator = emulator;
    this.aws = aws;
    this.queueUrl = queueUrl;
    this.account = account;
    this.database = database;
    this.copy = copy;
    this.folder = folder;
  }

  /** Makes what the contracts ask for in a database of its own, and reads from that queue. */
  static Pipe of(SnowflakeEmulator emulator, String database, Aws aws, String queueUrl, Path folder)
      throws SQLException {
    SnowflakeSettings settings = emulator.settings(database);
    List<Statement> statements =
        AccountScript.of(Account.projectContracts(), settings).statements();
    Connection account = connect(settings);
    try (java.sql.Statement sql = account.createStatement()) {
      for (Statement statement : statements) {
        if (statement.kind().runsOnEmulator() && isOfThePipe(statement)) {
          sql.execute(statement.sql());
        }
      }
    }
    String pipe =
        statements.stream()
            .filter(each -> each.kind() == Kind.PIPE)
            .filter(each -> each.simpleName().equals("DASHER_PINGS_PIPE"))
            .findFirst()
            .orElseThrow()
            .sql();

    return new Pipe(
        emulator,
        aws,
        queueUrl,
        account,
        settings.database(),
        pipe.substring(pipe.indexOf("COPY INTO")),
        folder);
  }

  private static boolean isOfThePipe(Statement statement) {
    return statement.kind() != Kind.VIEW
        && (statement.kind() != Kind.TABLE || statement.simpleName().equals("DASHER_PINGS"));
  }

  private static Connection connect(SnowflakeSettings settings) throws SQLException {
    Properties properties = new Properties();
    properties.put("user", "pipe");
    properties.put("password", "pipe");
    properties.put("account", "emulator");
    properties.put("ssl", "off");

    return DriverManager.getConnection(
        "jdbc:snowflake://%s/".formatted(settings.requireLogin().url()), properties);
  }

  /** Handles every message that is in the queue; returns how many files they named. */
  int drain() throws SQLException, IOException {
    int named = 0;
    List<Aws.Message> messages = aws.receive(queueUrl);
    while (!messages.isEmpty()) {
      for (Aws.Message message : messages) {
        // S3 sends a test event without records when notifications are switched on.
        for (JsonNode event : JSON.readTree(message.body()).path("Records")) {
          load(key(event));
          named++;
        }
        aws.delete(queueUrl, message);
      }
      messages = aws.receive(queueUrl);
    }

    return named;
  }

  /** ALTER PIPE … REFRESH: whatever lies in the folder, told of or not. */
  void refresh() throws SQLException, IOException {
    for (String key : aws.keys("landing/" + CONTRACT + "/")) {
      load(key);
    }
  }

  static String key(JsonNode event) {
    return URLDecoder.decode(
        event.path("s3").path("object").path("key").asText(), StandardCharsets.UTF_8);
  }

  private void load(String key) throws SQLException, IOException {
    String name = key.substring("landing/".length());
    Path file = folder.resolve(name.substring(name.lastIndexOf('/') + 1));
    Files.deleteIfExists(file);
    aws.download(key, file);
    String stage = "@\"%s\".\"LANDED\".\"LANDING\"".formatted(database);
    emulator.put(file, "%s/LANDED/LANDING/%s".formatted(database, name));
    try (java.sql.Statement sql = account.createStatement()) {
      sql.execute(copy.replace(stage + "/" + CONTRACT + "/", stage + "/" + name));
    }
  }

  /** Rows, distinct identities, lowest and highest offset. */
  record Loaded(long rows, long distinct, long lowest, long highest) {
    /** Each of the first so many offsets, once. */
    static Loaded firstOnes(long count) {
      return new Loaded(count, count, 0, count - 1);
    }
  }

  Loaded loaded() throws SQLException {
    try (java.sql.Statement sql = account.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "SELECT count(*), count(DISTINCT \"_OFFSET\"), coalesce(min(\"_OFFSET\"), 0),"
                    + " coalesce(max(\"_OFFSET\"), -1) FROM \"%s\".\"LANDED\".\"DASHER_PINGS\""
                        .formatted(database))) {
      rows.next();

      return new Loaded(rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getLong(4));
    }
  }

  /** What one row became on its way. */
  String row(long offset) throws SQLException {
    try (java.sql.Statement sql = account.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "SELECT \"MARKET\" || ' ' || \"DASHER_ID\" || ' ' || \"LATITUDE\" || ' ' ||"
                    + " to_varchar(\"EVENT_TIME\"::TIMESTAMP_NTZ, 'YYYY-MM-DD HH24:MI:SS')"
                    + " FROM \"%s\".\"LANDED\".\"DASHER_PINGS\" WHERE \"_OFFSET\" = %d"
                        .formatted(database, offset))) {
      rows.next();

      return rows.getString(1);
    }
  }

  void empty() throws SQLException {
    try (java.sql.Statement sql = account.createStatement()) {
      sql.execute("DELETE FROM \"%s\".\"LANDED\".\"DASHER_PINGS\"".formatted(database));
    }
  }

  @Override
  public void close() throws SQLException {
    account.close();
  }
}
