package io.freshet.console.delivery;

import io.freshet.console.delivery.EtaAccuracy.Day;
import io.freshet.console.delivery.EtaAccuracy.Hour;
import io.freshet.console.rows.RoleConnection;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.query.QueryLimits;
import io.freshet.warehouse.trino.query.TrinoClient;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Reads {@code eta_accuracy} by Trino, and so what the console's role sees. Thread-safe. */
public final class EtaReader {
  /** The contract's name. */
  public static final String CONTRACT = "eta_accuracy";

  /** Of so many days the page tells something. */
  static final int DAYS = 14;

  /** A day has a row per market, hour and stage: enough for two hundred markets. */
  private static final QueryLimits LIMITS =
      new QueryLimits(20_000, 8_000_000, Duration.ofSeconds(20), 1_000_000_000);

  private static final String SUMS =
      "SELECT local_day, sum(predictions), sum(absolute_error_seconds), sum(error_seconds),"
          + " sum(windows), sum(kept_windows) FROM %s GROUP BY 1 ORDER BY 1 DESC LIMIT "
          + DAYS;
  private static final String HOURS =
      "SELECT market, local_hour, stage, predictions, absolute_error_seconds, error_seconds,"
          + " windows, kept_windows, median_error_seconds FROM %s WHERE local_day = DATE '%s'"
          + " ORDER BY market, local_hour, stage";

  private final RoleConnection connection;

  public EtaReader(RoleConnection connection) {
    this.connection = connection;
  }

  /**
   * What the table says.
   *
   * @throws FreshetException when Trino is away, or may not tell it
   */
  public EtaAccuracy read(EtaAccuracy.Asked asked) {
    String table = asked.table();
    try (TrinoClient client = connection.open(LIMITS)) {
      List<Day> days =
          client.ask(SUMS.formatted(table), LIMITS).rows().stream().map(EtaReader::day).toList();
      Optional<LocalDate> chosen = asked.day().or(() -> days.stream().map(Day::day).findFirst());
      List<Hour> hours =
          chosen.stream()
              .flatMap(one -> client.ask(HOURS.formatted(table, one), LIMITS).rows().stream())
              .map(EtaReader::hour)
              .toList();

      return new EtaAccuracy(days, chosen, hours);
    }
  }

  private static Day day(List<Object> row) {
    return new Day(LocalDate.parse(row.get(0).toString()), tally(row, 1));
  }

  private static Hour hour(List<Object> row) {
    return new Hour(
        (String) row.get(0),
        (int) number(row.get(1)),
        (String) row.get(2),
        tally(row, 3),
        number(row.get(8)));
  }

  private static Tally tally(List<Object> row, int from) {
    return new Tally(
        number(row.get(from)),
        number(row.get(from + 1)),
        number(row.get(from + 2)),
        number(row.get(from + 3)),
        number(row.get(from + 4)));
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }
}
