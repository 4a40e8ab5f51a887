package io.freshet.warehouse.snowflake.account;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.snowflake.script.Statement;
import java.sql.SQLException;

/** Whose fault it is when Snowflake refuses, and what to do. */
final class SnowflakeFailures {
  private static final int NOT_ALLOWED = 3001;
  private static final String NOT_ALLOWED_STATE = "42501";
  private static final int MISSING_OR_HIDDEN = 2003;
  private static final int SCOPE_MISSING_OR_HIDDEN = 2043;
  private static final String CONNECTION_CLASS = "08";
  private static final String LOGIN_STATE = "28000";
  private static final int FIRST_LOGIN_CODE = 390_100;
  private static final int LAST_LOGIN_CODE = 390_299;

  private SnowflakeFailures() {}

  static FreshetException connecting(String url, String user, SQLException failure) {
    if (isLogin(failure)) {
      return new FreshetException(
          Fault.CALLER,
          "Snowflake at %s does not let %s in: %s; look at snowflake.user and at the key or token"
                  .formatted(url, user, firstLine(failure))
              + " that snowflake.private-key-file or snowflake.token-variable names",
          failure);
    }

    return new FreshetException(
        Fault.DEPENDENCY,
        "Snowflake at %s does not answer: %s".formatted(url, firstLine(failure)),
        failure);
  }

  /**
   * A statement that was refused.
   *
   * @param role who ran it
   */
  static FreshetException running(Statement statement, String role, SQLException failure) {
    if (failure.getErrorCode() == NOT_ALLOWED || NOT_ALLOWED_STATE.equals(failure.getSQLState())) {
      return new FreshetException(
          Fault.CALLER,
          "Role %s may not make %s: grant it what it lacks with  GRANT %s TO ROLE %s"
              .formatted(role, statement.resource(), privilege(statement), role),
          failure);
    }
    if (isAway(failure)) {
      return new FreshetException(
          Fault.DEPENDENCY,
          "Snowflake went away at %s: %s; apply again, what is done stays done"
              .formatted(statement.resource(), firstLine(failure)),
          failure);
    }

    return new FreshetException(
        Fault.CALLER,
        "Snowflake refuses %s: %s".formatted(statement.resource(), firstLine(failure)),
        failure);
  }

  /** Grants that can't be listed, so that nobody knows which ones are too many. */
  static FreshetException listingGrants(String role, SQLException failure) {
    return new FreshetException(
        isAway(failure) ? Fault.DEPENDENCY : Fault.CALLER,
        "Role %s can't list what our roles may read: %s; it lacks  GRANT MANAGE GRANTS ON ACCOUNT TO ROLE %s"
            .formatted(role, firstLine(failure), role),
        failure);
  }

  /** Whether what was asked for is not there, as far as the role may know. */
  static boolean isMissing(SQLException failure) {
    return failure.getErrorCode() == MISSING_OR_HIDDEN
        || failure.getErrorCode() == SCOPE_MISSING_OR_HIDDEN;
  }

  private static String privilege(Statement statement) {
    String privilege = statement.kind().privilege();

    return statement.scope().isEmpty() || privilege.endsWith("ACCOUNT")
        ? privilege
        : privilege + " " + statement.scope();
  }

  private static boolean isAway(SQLException failure) {
    return failure.getSQLState() != null && failure.getSQLState().startsWith(CONNECTION_CLASS);
  }

  private static boolean isLogin(SQLException failure) {
    int code = failure.getErrorCode();

    return LOGIN_STATE.equals(failure.getSQLState())
        || (code >= FIRST_LOGIN_CODE && code <= LAST_LOGIN_CODE);
  }

  private static String firstLine(SQLException failure) {
    String message = String.valueOf(failure.getMessage()).strip();

    return message.lines().findFirst().orElse(message).replaceAll("[.;:]+$", "");
  }
}
