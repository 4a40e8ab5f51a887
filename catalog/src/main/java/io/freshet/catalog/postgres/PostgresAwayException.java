package io.freshet.catalog.postgres;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/** No connection could be had, so that nothing has been sent to Postgres. */
public final class PostgresAwayException extends FreshetException {
  PostgresAwayException(String message, Throwable cause) {
    super(Fault.DEPENDENCY, message, cause);
  }
}
