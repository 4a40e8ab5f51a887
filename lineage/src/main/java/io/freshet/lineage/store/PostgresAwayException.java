package io.freshet.lineage.store;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/**
 * Postgres did not answer. What it was asked has happened as a whole or not at all; most likely
 * not, but an answer can be lost after all was done.
 */
public final class PostgresAwayException extends FreshetException {
  PostgresAwayException(String message, Throwable cause) {
    super(Fault.DEPENDENCY, message, cause);
  }
}
