package io.freshet.local.fetch;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/** Something could not be had from where it comes from; a disk that is full is no such failure. */
final class FetchException extends FreshetException {
  FetchException(String name, Exception cause) {
    super(Fault.DEPENDENCY, "Cannot fetch %s: %s".formatted(name, cause.getMessage()), cause);
  }
}
