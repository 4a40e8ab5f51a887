package io.freshet.batch.landing;

import io.freshet.core.toolkit.Settings;
import java.util.Optional;

/** As whom other databases are read. */
record JdbcAccess(Optional<String> user, Optional<String> password) {
  static final JdbcAccess NONE = new JdbcAccess(Optional.empty(), Optional.empty());

  static JdbcAccess from(Settings settings) {
    return new JdbcAccess(
        settings.optionalText("landing.user"), settings.optionalText("landing.password"));
  }
}
