package io.freshet.batch.landing.given;

import io.freshet.core.toolkit.Settings;
import java.util.Optional;

/** As whom other databases are read. */
public record JdbcAccess(Optional<String> user, Optional<String> password) {
  public static final JdbcAccess NONE = new JdbcAccess(Optional.empty(), Optional.empty());

  public static JdbcAccess from(Settings settings) {
    return new JdbcAccess(
        settings.optionalText("landing.user"), settings.optionalText("landing.password"));
  }
}
