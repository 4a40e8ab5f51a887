package io.freshet.ingestion.gateway.restproxy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/** A produce request of which no record is taken. */
public final class ProduceException extends FreshetException {
  private final ProduceError error;

  public ProduceException(ProduceError error, String message) {
    super(error.status() < 500 ? Fault.CALLER : Fault.DEPENDENCY, message);
    this.error = error;
  }

  public ProduceError error() {
    return error;
  }
}
