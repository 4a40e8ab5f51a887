package io.freshet.warehouse.trino.query;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/** Trino understood who asks and would not do it. */
public final class RefusedStatementException extends FreshetException {
  private static final long serialVersionUID = 1L;

  private final String trinosMessage;

  public RefusedStatementException(String trinosMessage, Throwable cause) {
    super(Fault.CALLER, "Trino refused the statement: " + trinosMessage, cause);
    this.trinosMessage = trinosMessage;
  }

  /** With the place in the statement, where there is one. */
  public String trinosMessage() {
    return trinosMessage;
  }
}
