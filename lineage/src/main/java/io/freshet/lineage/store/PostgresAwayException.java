package io.freshet.lineage.store;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/** Postgres did not do what it was asked, and nothing of it has happened. */
public final class PostgresAwayException extends FreshetException {
  PostgresAwayException(String message, Throwable cause) {
    super(Fault.DEPENDENCY, message, cause);
  }
}
