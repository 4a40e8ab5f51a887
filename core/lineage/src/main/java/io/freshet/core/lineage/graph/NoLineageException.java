package io.freshet.core.lineage.graph;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/** Nothing is known of what was asked about: nobody has told of it. */
public final class NoLineageException extends FreshetException {
  NoLineageException(String message) {
    super(Fault.CALLER, message);
  }
}
