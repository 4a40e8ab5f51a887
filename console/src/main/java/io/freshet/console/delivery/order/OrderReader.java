package io.freshet.console.delivery.order;

import io.freshet.console.delivery.order.OrderStory.Step;
import io.freshet.console.delivery.order.OrderStory.Told;
import io.freshet.console.rows.RoleConnection;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.query.QueryLimits;
import io.freshet.warehouse.trino.query.TrinoClient;
import io.freshet.warehouse.trino.query.TrinoClient.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

  /** Old rows lack the latest time, by which a promise is judged. */
  private static final String FIRST = "latest_arrival IS NULL, 1, 2 LIMIT 1";

  private static final Answer NONE = new Answer(List.of(), List.of(), true);

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
      Answer steps = client.ask(STEP_COLUMNS + asked.steps() + where(asked) + "1 DESC", LIMITS);
      if (asked.predictions().isEmpty()) {
        return story(steps, NONE, NONE);
      }
      String predictions = TOLD_COLUMNS + asked.predictions().get() + where(asked);
      Answer told = client.ask(predictions + "1 DESC, 2 DESC", LIMITS);

      return story(steps, told, told.isWhole() ? NONE : client.ask(predictions + FIRST, LIMITS));
    }
  }

  /**
   * The same the other way round, as it happened.
   *
   * @param first that was told, where the newest may lack it
   */
  static OrderStory story(Answer newestSteps, Answer newestTold, Answer first) {
    List<Told> told = oldestFirst(newestTold, OrderReader::told);
    first.rows().stream()
        .map(OrderReader::told)
        .filter(each -> !told.contains(each))
        .findFirst()
        .ifPresent(each -> told.add(0, each));

    return new OrderStory(
        oldestFirst(newestSteps, OrderReader::step),
        told,
        newestSteps.isWhole() && newestTold.isWhole());
  }

  private static <T> List<T> oldestFirst(Answer newestFirst, Function<List<Object>, T> row) {
    List<T> rows = new ArrayList<>(newestFirst.rows().stream().map(row).toList());
    Collections.reverse(rows);

    return rows;
  }

  /** Market and number are checked where the name is made. */
  static String where(OrderStory.Asked asked) {
    LocalDate day = asked.day();

    return WHERE.formatted(
        asked.order().market(),
        asked.order().orderId(),
        day.minusDays(DAYS_BEFORE),
        day.plusDays(DAYS_AFTER + 1)); // its own end is the next one's beginning
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
