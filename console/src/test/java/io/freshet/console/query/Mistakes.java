package io.freshet.console.query;

import io.freshet.warehouse.trino.query.RefusedStatementException;

/** What Trino might say of a statement that it refuses. */
public final class Mistakes {
  private Mistakes() {}

  public static RuntimeException told(String message) {
    return new RefusedStatementException("Query failed (#20261129_1): " + message, null);
  }
}
