package io.freshet.ingestion.capture.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which branches a server's log has come by: with each failover it leaves one where the copy that
 * took over had its end.
 *
 * @param current the one that is written now
 * @param ends where the earlier ones were left
 */
public record Timelines(int current, Map<Integer, Long> ends) {
  private static final int HEX = 16;

  /** Of the name of a file of the log, which begins with the number of its branch. */
  private static final int NUMBER_LENGTH = 8;

  static final String LOG_FILE = "select pg_walfile_name(pg_current_wal_lsn())";

  public Timelines {
    ends = Map.copyOf(ends);
  }

  /** Asks the server that is the primary now. */
  public static Timelines of(Database database) {
    int current =
        database.answer(
            "learn the timeline",
            connection -> {
              try (Statement statement = connection.createStatement()) {
                return number(statement);
              }
            });

    return current == 1
        ? new Timelines(1, Map.of())
        : new Timelines(current, ends(database, current));
  }

  /** The number of the branch that is written now. */
  static int number(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(LOG_FILE)) {
      row.next();

      return Integer.parseUnsignedInt(row.getString(1).substring(0, NUMBER_LENGTH), HEX);
    }
  }

  private static Map<Integer, Long> ends(Database database, int current) {
    return database.answerAsReplica(
        "learn the earlier timelines",
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("TIMELINE_HISTORY " + current)) {
            row.next();

            return ends(row.getString(2));
          }
        });
  }

  /** Reads lines such as {@code 1<tab>0/5000160<tab>no recovery target specified}. */
  static Map<Integer, Long> ends(String history) {
    Map<Integer, Long> ends = new TreeMap<>();
    history
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(line -> line.split("\\s+", 3))
        .forEach(words -> ends.put(Integer.valueOf(words[0]), Lsn.parse(words[1])));

    return ends;
  }

  /** Whether the server's log has all that was before that place. */
  public boolean hold(LogPlace place) {
    Long end = ends.get(place.timeline());

    return place.timeline() == current
        || (end != null && Long.compareUnsigned(place.lsn(), end) <= 0);
  }
}
