package io.freshet.deploy.platform;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.company.CompanyValues;
import java.util.List;
import java.util.Optional;

/**
 * A login that somebody has set by hand, for all processes: none of them can have one of its own
 * beside it.
 *
 * @param keys of settings and secrets, by any of which it is set
 */
record OneLogin(CompanyValues values, List<String> keys) {
  OneLogin {
    keys = List.copyOf(keys);
  }

  /** By which it is set; empty where there is none. */
  Optional<String> key() {
    return keys.stream()
        .filter(key -> values.settings().containsKey(key) || values.secrets().containsKey(key))
        .findFirst();
  }

  /**
   * @param own what gives each process a login of its own
   * @throws FreshetException when there is the one as well
   */
  void refuseBeside(String own) {
    key()
        .ifPresent(
            key -> {
              throw new FreshetException(
                  Fault.CALLER,
                  "%s is beside %s, by which each process comes as itself; leave one out"
                      .formatted(key, own));
            });
  }
}
