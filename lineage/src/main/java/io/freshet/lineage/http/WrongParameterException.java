package io.freshet.lineage.http;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/** A question that can't be understood. */
final class WrongParameterException extends FreshetException {
  WrongParameterException(String parameter, String seen, String wanted) {
    super(Fault.CALLER, "%s is %s; it must be %s".formatted(parameter, seen, wanted));
  }
}
