package io.freshet.maintenance;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/** Maintenance has found a table to hold less than before: it must not do anything further. */
final class AccountDamagedException extends FreshetException {
  AccountDamagedException(String message) {
    super(Fault.OURS, message);
  }
}
