package io.freshet.core.server.postgres;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/** Postgres does not answer now; whoever throws it says what may have happened there before. */
public final class PostgresAwayException extends FreshetException {
  public PostgresAwayException(String message, Throwable cause) {
    super(Fault.DEPENDENCY, message, cause);
  }
}
