package io.freshet.console.delivery.order;

import io.freshet.console.delivery.order.OrderStory.Step;
import io.freshet.console.delivery.order.OrderStory.Told;
import io.freshet.console.rows.RoleConnection;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.query.QueryLimits;
import io.freshet.warehouse.trino.query.TrinoClient;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Reads an order's steps and told arrivals by Trino, and so what the console's role sees: columns
 * that are personal are not even asked for. Thread-safe.
 */
public final class OrderReader {
  /** The contracts' names. */
  public static final String STEPS = "order_events";

  public static final String PREDICTIONS = "eta_predictions";

  /** Tables are partitioned by day: an order is looked for in so many of them on either side. */
  private static final int DAYS_BEFORE = 2;

  private static final int DAYS_AFTER = 2;

  private static final QueryLimits LIMITS =
      new QueryLimits(1_000, 1_000_000, Duration.ofSeconds(20), 1_000_000_000);

  private static final String WHERE =
      " WHERE market = '%s' AND order_id = %d AND event_time >= TIMESTAMP '%s 00:00:00 UTC'"
          + " AND event_time < TIMESTAMP '%s 00:00:00 UTC' ORDER BY ";

  private static final String STEP_COLUMNS =
      "SELECT order_version, state, to_unixtime(event_time), to_unixtime(_received_at), reason,"
          + " synthetic FROM ";
  private static final String TOLD_COLUMNS =
      "SELECT to_unixtime(event_time), order_version, stage, to_unixtime(predicted_arrival),"
          + " to_unixtime(latest_arrival), reason, basis, model FROM ";

  private final RoleConnection connection;

  public OrderReader(RoleConnection connection) {
    this.connection = connection;
  }

  /**
   * What the tables say.
   *
   * @throws FreshetException when Trino is away, or may not tell it
   */
  public OrderStory read(OrderStory.Asked asked) {
    try (TrinoClient client = connection.open(LIMITS)) {
      return new OrderStory(
          client.ask(STEP_COLUMNS + asked.steps() + where(asked) + "1", LIMITS).rows().stream()
              .map(OrderReader::step)
              .toList(),
          asked.predictions().stream()
              .flatMap(
                  table ->
                      client
                          .ask(TOLD_COLUMNS + table + where(asked) + "1, 2", LIMITS)
                          .rows()
                          .stream())
              .map(OrderReader::told)
              .toList());
    }
  }

  /** Market and number are checked where the name is made. */
  static String where(OrderStory.Asked asked) {
    LocalDate day = asked.day();

    return WHERE.formatted(
        asked.order().market(),
        asked.order().orderId(),
        day.minusDays(DAYS_BEFORE),
        day.plusDays(DAYS_AFTER));
  }

  private static Step step(List<Object> row) {
    return new Step(
        ((Number) row.get(0)).intValue(),
        text(row.get(1)),
        time(row.get(2)),
        time(row.get(3)),
        text(row.get(4)),
        Boolean.TRUE.equals(row.get(5)));
  }

  private static Told told(List<Object> row) {
    return new Told(
        time(row.get(0)),
        ((Number) row.get(1)).intValue(),
        text(row.get(2)),
        time(row.get(3)),
        Optional.ofNullable(row.get(4)).map(OrderReader::time),
        text(row.get(5)),
        text(row.get(6)),
        text(row.get(7)));
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }

  private static Instant time(Object seconds) {
    return Instant.ofEpochMilli(Math.round(((Number) seconds).doubleValue() * 1000));
  }
}
