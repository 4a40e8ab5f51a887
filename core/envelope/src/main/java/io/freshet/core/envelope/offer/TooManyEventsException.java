package io.freshet.core.envelope.offer;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/** A request with more events than one may bring. */
public final class TooManyEventsException extends FreshetException {
  public TooManyEventsException(int maxEvents) {
    super(
        Fault.CALLER,
        "The request brings more than %d events; send fewer at once".formatted(maxEvents));
  }
}
