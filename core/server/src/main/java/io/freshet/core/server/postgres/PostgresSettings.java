package io.freshet.core.server.postgres;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a part keeps what it must not lose. The server's keys start with {@code postgres.} and are
 * shared by every part; {@code <part>.database} and {@code <part>.start-timeout} are its own, and
 * so are {@code <part>.postgres-user} and {@code <part>.postgres-password} where they are set.
 *
 * @param startTimeout how long it waits for Postgres when it starts
 */
public record PostgresSettings(
    String part, String url, String user, String password, String database, Duration startTimeout) {
  private static final Pattern URL =
      Pattern.compile("(jdbc:postgresql://[^/?]+/)([^/?]*)((?:\\?.*)?)");
  private static final Pattern DATABASE = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  public PostgresSettings {
    if (!URL.matcher(url).matches()) {
      throw new InvalidSettingException(
          "postgres.url", url, "a JDBC address such as jdbc:postgresql://127.0.0.1:5432/postgres");
    }
    // It goes into a CREATE DATABASE, where no placeholder can stand.
    if (!DATABASE.matcher(database).matches()) {
      throw new InvalidSettingException(
          part + ".database", database, "lower-case letters, digits and _, at most 63");
    }
    if (startTimeout.isNegative()) {
      throw new InvalidSettingException(part + ".start-timeout", startTimeout, "zero or more");
    }
  }

  public static PostgresSettings from(Settings settings, String part) {
    Optional<String> user = settings.optionalText(part + ".postgres-user");
    Optional<String> password = settings.optionalText(part + ".postgres-password");
    if (user.isPresent() != password.isPresent()) {
      throw new InvalidSettingException(
          part + ".postgres-user",
          user.orElse("not set"),
          "set where %s.postgres-password is, and nowhere else".formatted(part));
    }

    return new PostgresSettings(
        part,
        settings.text("postgres.url"),
        user.orElseGet(() -> settings.text("postgres.user")),
        password.orElseGet(() -> settings.text("postgres.password")),
        settings.text(part + ".database", part),
        settings.duration(part + ".start-timeout", Duration.ofSeconds(30)));
  }

  /** The address of the part's own database on the shared server. */
  public String databaseUrl() {
    return parts().group(1) + database + parts().group(3);
  }

  /** Without the password, which may also stand in the address: this may reach a log. */
  @Override
  public String toString() {
    return parts().group(1) + database + " as " + user;
  }

  private Matcher parts() {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      throw new IllegalStateException("The constructor lets no such address pass");
    }

    return matcher;
  }
}
