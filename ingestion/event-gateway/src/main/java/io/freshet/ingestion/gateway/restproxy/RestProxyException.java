package io.freshet.ingestion.gateway.restproxy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/** A produce request of which no record is taken. */
public final class RestProxyException extends FreshetException {
  private final RestProxyError error;

  public RestProxyException(RestProxyError error, String message) {
    super(error.status() < 500 ? Fault.CALLER : Fault.DEPENDENCY, message);
    this.error = error;
  }

  public RestProxyError error() {
    return error;
  }
}
