package io.freshet.core.server.postgres;

import java.sql.SQLException;
import java.util.Set;

/** What Postgres means by a failure. */
public final class PostgresFailures {
  /** Classes of SQL states of a server that is not there, not able or not willing now. */
  private static final Set<String> AWAY = Set.of("08", "40", "53", "55", "57", "58");

  /** What was the primary server before a failover takes no writes. */
  private static final String READ_ONLY = "25006";

  private PostgresFailures() {}

  /** Whether the first word of the database in it is that it is not there now. */
  public static boolean isAway(Throwable failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof SQLException)) {
      cause = cause.getCause();
    }
    if (!(cause instanceof SQLException e)) {
      return false;
    }
    String state = e.getSQLState();

    return state == null || state.equals(READ_ONLY) || AWAY.stream().anyMatch(state::startsWith);
  }
}
