package io.freshet.console.delivery.map;

import io.freshet.console.rows.RoleConnection;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.query.QueryLimits;
import io.freshet.warehouse.trino.query.TrinoClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads by Trino, as the console's role, by when customers were told first that their orders come
 * at the latest: Redis knows only what is told now. Thread-safe.
 */
public final class FirstPromises {
  /** An order that is under way for longer is told by what holds now. */
  private static final Duration BACK = Duration.ofHours(6);

  private static final QueryLimits LIMITS =
      new QueryLimits(20_000, 2_000_000, Duration.ofSeconds(20), 1_000_000_000);
  private static final String SQL =
      "SELECT order_id, to_unixtime(min_by(latest_arrival, event_time)) FROM %s WHERE market = '%s'"
          + " AND latest_arrival IS NOT NULL AND event_time > from_unixtime(%d) GROUP BY 1";

  private final RoleConnection connection;

  /**
   * What is asked.
   *
   * @param market checked where its name is
   * @param table of told arrivals
   * @param since from then on
   */
  public record Asked(String market, String table, Instant since) {
    /** The same for an hour, so that it is asked no more often than answers are good for. */
    static Asked of(String market, String table, Instant now) {
      return new Asked(market, table, now.truncatedTo(ChronoUnit.HOURS).minus(BACK));
    }
  }

  public FirstPromises(RoleConnection connection) {
    this.connection = connection;
  }

  /**
   * By order.
   *
   * @throws FreshetException when Trino is away, or may not tell it
   */
  public Map<Long, Instant> read(Asked asked) {
    Map<Long, Instant> promises = new HashMap<>();
    try (TrinoClient client = connection.open(LIMITS)) {
      String sql = SQL.formatted(asked.table(), asked.market(), asked.since().getEpochSecond());
      for (List<Object> row : client.ask(sql, LIMITS).rows()) {
        promises.put(
            ((Number) row.get(0)).longValue(),
            Instant.ofEpochMilli(Math.round(((Number) row.get(1)).doubleValue() * 1000)));
      }
    }

    return Map.copyOf(promises);
  }
}
