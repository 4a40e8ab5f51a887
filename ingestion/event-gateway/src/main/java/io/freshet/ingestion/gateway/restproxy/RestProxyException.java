package io.freshet.ingestion.gateway.restproxy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/** A request of the REST Proxy that is refused as a whole. */
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
