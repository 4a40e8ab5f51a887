package io.freshet.ingestion.gateway.stream;

import io.freshet.core.toolkit.FreshetException;

/** An event has failed before it was sent: Kafka surely does not have it. */
public final class UnsentException extends FreshetException {
  private static final long serialVersionUID = 1L;

  public UnsentException(FreshetException failure) {
    super(failure.fault(), failure.getMessage(), failure.getCause());
  }
}
