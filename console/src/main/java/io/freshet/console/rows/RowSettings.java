package io.freshet.console.rows;

import io.freshet.core.contract.AccessPolicy;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import io.freshet.warehouse.trino.access.Groups;
import io.freshet.warehouse.trino.query.QueryLimits;
import io.freshet.warehouse.trino.query.TrinoAccess;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose rows the console shows, and how much is asked. Trino itself is found by the settings that
 * {@code ./freshet sql} has.
 *
 * @param trino empty where the settings name none, or one that wants a token and none is there:
 *     then no rows are shown
 * @param questions limits of each question of the query page
 * @param atOnce how many of them are answered at a time
 */
public record RowSettings(
    Viewer viewer, Optional<TrinoAccess> trino, QueryLimits questions, int atOnce) {
  private static final String SOURCE = "freshet-console";
  private static final Pattern ROLE = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final int MOST_ROWS = 10_000;
  private static final int MOST_AT_ONCE = 20;
  private static final Duration MOST_TIME = Duration.ofMinutes(10);

  /** What of an answer a page shows and the console remembers, as text. */
  private static final long BYTES = 500_000;

  private static final long GIGABYTE = 1_000_000_000;

  /** Keys that start with {@code console.}, beside {@code trino.host} and the like. */
  public static RowSettings from(Settings settings) {
    String role = settings.text("console.role", AccessPolicy.ANALYST);
    if (!ROLE.matcher(role).matches()) {
      throw new InvalidSettingException(
          "console.role", role, "a role that contracts name, such as " + AccessPolicy.ANALYST);
    }
    String user = settings.text("console.user", Groups.CONSOLE_USER);
    if (user.equals(Groups.PLATFORM_USER)) {
      throw new InvalidSettingException(
          "console.user", user, "a user with one role; the platform’s own may do everything");
    }
    Optional<String> token = settings.optionalText("console.token");
    boolean isOpen = token.isPresent() || settings.optionalText("trino.port").isPresent();
    Optional<TrinoAccess> trino =
        settings
            .optionalText("trino.host")
            .filter(host -> isOpen)
            .map(host -> TrinoAccess.of(settings, user, token).from(SOURCE));

    return new RowSettings(
        new Viewer(role, user, trino.isPresent()),
        trino,
        limits(settings),
        between("console.queries", settings.integer("console.queries", 2), 1, MOST_AT_ONCE));
  }

  private static QueryLimits limits(Settings settings) {
    Duration time = settings.duration("console.query-time", Duration.ofSeconds(30));
    if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(MOST_TIME) > 0) {
      throw new InvalidSettingException("console.query-time", time, "between 1s and 10m");
    }

    return new QueryLimits(
        between("console.query-rows", settings.integer("console.query-rows", 500), 1, MOST_ROWS),
        BYTES,
        time,
        GIGABYTE
            * between(
                "console.query-scan-gigabytes",
                settings.integer("console.query-scan-gigabytes", 10),
                1,
                1_000_000));
  }

  private static int between(String key, int value, int min, int max) {
    if (value < min || value > max) {
      throw new InvalidSettingException(key, value, "between %,d and %,d".formatted(min, max));
    }

    return value;
  }
}
