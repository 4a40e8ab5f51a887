package io.freshet.dbt;

import io.freshet.core.lake.PlatformColumns;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The marts of a {@link Marketplace}, reckoned order by order without any SQL. */
final class ExpectedMarts {
  private final List<Order> orders;

  ExpectedMarts(List<Order> orders) {
    this.orders = orders;
  }

  /** One line a row, sorted, in the columns' order. */
  List<String> ordersDaily() {
    return groups(orders, order -> order.market() + "|" + day(order, order.opened()))
        .entrySet()
        .stream()
        .map(
            group -> {
              List<Order> day = group.getValue();
              long delivered = in(day, "delivered").size();
              long cancelled = in(day, "cancelled").size();
              long[] seconds = seconds(day, "created", "delivered");

              return MartRows.line(
                  group.getKey(),
                  Marketplace.currency(day.get(0).market()),
                  (long) day.size(),
                  delivered,
                  cancelled,
                  day.size() - delivered - cancelled,
                  day.stream().filter(ExpectedMarts::isForeign).count(),
                  (double) cancelled / day.size(),
                  subtotal(day),
                  average(seconds),
                  atRank(seconds, 50),
                  atRank(seconds, 90));
            })
        .sorted()
        .toList();
  }

  List<String> restaurantMetrics() {
    List<Order> known = orders.stream().filter(order -> order.restaurant().isPresent()).toList();

    return groups(
            known,
            order ->
                "%s|%d|%s"
                    .formatted(
                        order.market(), order.restaurant().get(), day(order, order.opened())))
        .entrySet()
        .stream()
        .map(
            group -> {
              List<Order> day = group.getValue();
              List<Order> cancelled = in(day, "cancelled");
              long[] preparation = seconds(day, "confirmed", "ready");

              return MartRows.line(
                  group.getKey(),
                  Marketplace.currency(day.get(0).market()),
                  (long) day.size(),
                  (long) in(day, "delivered").size(),
                  (long) cancelled.size(),
                  cancelled.stream()
                      .filter(order -> order.reason().equals(Optional.of("restaurant_declined")))
                      .count(),
                  subtotal(day),
                  average(preparation),
                  atRank(preparation, 90),
                  average(seconds(day, "ready", "picked_up")));
            })
        .sorted()
        .toList();
  }

  /**
   * @param efficiency what the nightly's table holds
   */
  List<String> dasherPerformance(List<Map<String, Object>> efficiency) {
    Map<String, List<Order>> delivered =
        groups(
            in(orders, "delivered"),
            order ->
                "%s|%d|%s"
                    .formatted(
                        order.market(), order.dasher().get(), day(order, order.delivered())));
    Map<String, Map<String, Object>> online = new TreeMap<>();
    efficiency.forEach(
        row ->
            online.put(
                "%s|%s|%s".formatted(row.get("market"), row.get("dasher_id"), row.get("local_day")),
                row));
    TreeSet<String> keys = new TreeSet<>(delivered.keySet());
    keys.addAll(online.keySet());

    return keys.stream()
        .map(
            key -> {
              List<Order> carried = delivered.getOrDefault(key, List.of());
              Map<String, Object> time = online.getOrDefault(key, Map.of());
              long[] trips = seconds(carried, "picked_up", "delivered");
              Long seconds = (Long) time.get("online_seconds");

              return MartRows.line(
                  key,
                  (long) carried.size(),
                  average(trips),
                  atRank(trips, 90),
                  online.containsKey(key),
                  seconds,
                  time.get("busy_seconds"),
                  time.get("idle_seconds"),
                  time.get("distance_meters"),
                  (BigDecimal) time.get("utilisation"),
                  seconds == null || seconds == 0 ? null : 3_600.0 * carried.size() / seconds);
            })
        .sorted()
        .toList();
  }

  /**
   * @param rows of the table of minutes, those that were told again included
   */
  static List<String> marketSupply(List<Map<String, Object>> rows) {
    Map<String, Map<String, Object>> minutes = new TreeMap<>();
    rows.forEach(
        row ->
            minutes.merge(
                "%s|%s".formatted(row.get("market"), row.get("event_time")),
                row,
                (one, other) -> isNewer(one, other) ? one : other));

    return minutes.values().stream()
        .collect(Collectors.groupingBy(ExpectedMarts::hour))
        .entrySet()
        .stream()
        .map(
            hour -> {
              List<Map<String, Object>> told = hour.getValue();
              long marks = told.size();
              long shortMinutes =
                  told.stream()
                      .filter(
                          row ->
                              number(row, "ready_orders") >= 3
                                  && 10 * number(row, "ready_orders") >= number(row, "open_orders"))
                      .count();
              long online = sum(told, "online_dashers");
              long busy = sum(told, "busy_dashers");
              long open = sum(told, "open_orders");

              return MartRows.line(
                  hour.getKey(),
                  marks,
                  shortMinutes,
                  sum(told, "created_orders"),
                  online,
                  busy,
                  open,
                  sum(told, "ready_orders"),
                  told.stream()
                      .map(row -> (Integer) row.get("longest_wait_seconds"))
                      .filter(Objects::nonNull)
                      .max(Integer::compare)
                      .orElse(null),
                  (double) shortMinutes / marks,
                  online == 0 ? null : (double) busy / online,
                  (double) online / marks,
                  (double) open / marks);
            })
        .sorted()
        .toList();
  }

  /**
   * What the nightly's table holds, and the mart shows with its ratios.
   *
   * @param rows of the table of predictions
   */
  List<Map<String, Object>> etaAccuracyRows(List<Map<String, Object>> rows) {
    Map<Long, Instant> arrivals = new TreeMap<>();
    orders.forEach(
        order ->
            order.steps().stream()
                .filter(step -> step.state().equals("delivered") && !step.synthetic())
                .map(Order.Step::time)
                .forEach(time -> arrivals.merge(order.id(), time, ExpectedMarts::earlier)));
    Map<String, Map<String, Object>> first = new TreeMap<>();
    for (Map<String, Object> row : rows) {
      Instant arrival = arrivals.get((Long) row.get("order_id"));
      if (arrival != null && time(row, "event_time").isBefore(arrival)) {
        first.merge(
            row.get("order_id") + "|" + row.get("stage"),
            row,
            (one, other) -> isEarlier(other, one) ? other : one);
      }
    }

    return first.values().stream()
        .collect(
            Collectors.groupingBy(ExpectedMarts::hourAndStage, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(hour -> accuracy(hour, arrivals))
        .toList();
  }

  private static Map<String, Object> accuracy(
      List<Map<String, Object>> rows, Map<Long, Instant> arrivals) {
    long[] errors =
        rows.stream()
            .mapToLong(
                row ->
                    time(row, "predicted_arrival").getEpochSecond()
                        - arrivals.get((Long) row.get("order_id")).getEpochSecond())
            .sorted()
            .toArray();
    List<Map<String, Object>> windows =
        rows.stream().filter(row -> row.get("latest_arrival") != null).toList();
    long kept =
        windows.stream()
            .filter(
                row ->
                    !arrivals.get((Long) row.get("order_id")).isAfter(time(row, "latest_arrival")))
            .count();
    ZonedDateTime made = made(rows.get(0));
    Map<String, Object> hour = new TreeMap<>();
    hour.put("market", rows.get(0).get("market"));
    hour.put("local_day", made.toLocalDate());
    hour.put("local_hour", made.getHour());
    hour.put("stage", rows.get(0).get("stage"));
    hour.put("predictions", (long) rows.size());
    hour.put("absolute_error_seconds", LongStream.of(errors).map(Math::abs).sum());
    hour.put("error_seconds", LongStream.of(errors).sum());
    hour.put("median_error_seconds", atRank(errors, 50));
    hour.put("windows", (long) windows.size());
    hour.put("kept_windows", kept);

    return hour;
  }

  /**
   * @param rows of the nightly's table
   */
  static List<String> etaAccuracy(List<Map<String, Object>> rows) {
    return rows.stream()
        .map(
            row -> {
              long predictions = number(row, "predictions");
              long windows = number(row, "windows");

              return MartRows.line(
                  "%s|%s|%s|%s"
                      .formatted(
                          row.get("market"),
                          row.get("local_day"),
                          row.get("local_hour"),
                          row.get("stage")),
                  predictions,
                  number(row, "absolute_error_seconds"),
                  number(row, "error_seconds"),
                  windows,
                  number(row, "kept_windows"),
                  (double) number(row, "absolute_error_seconds") / predictions,
                  (double) number(row, "error_seconds") / predictions,
                  number(row, "median_error_seconds"),
                  windows == 0 ? null : (double) number(row, "kept_windows") / windows);
            })
        .sorted()
        .toList();
  }

  private static String hourAndStage(Map<String, Object> row) {
    ZonedDateTime made = made(row);

    return "%s|%s|%d|%s"
        .formatted(row.get("market"), made.toLocalDate(), made.getHour(), row.get("stage"));
  }

  private static ZonedDateTime made(Map<String, Object> row) {
    return time(row, "event_time").atZone(Marketplace.zone((String) row.get("market")));
  }

  /** Of two at the same time the one that was written first. */
  private static boolean isEarlier(Map<String, Object> one, Map<String, Object> other) {
    int times = time(one, "event_time").compareTo(time(other, "event_time"));

    return times < 0
        || (times == 0
            && (Long) one.get(PlatformColumns.OFFSET) < (Long) other.get(PlatformColumns.OFFSET));
  }

  private static Instant time(Map<String, Object> row, String column) {
    return ((OffsetDateTime) row.get(column)).toInstant();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static boolean isNewer(Map<String, Object> one, Map<String, Object> other) {
    int revisions = Long.compare(number(one, "revision"), number(other, "revision"));

    return revisions > 0
        || (revisions == 0
            && ((OffsetDateTime) one.get("_received_at"))
                .isAfter((OffsetDateTime) other.get("_received_at")));
  }

  private static String hour(Map<String, Object> row) {
    String market = (String) row.get("market");
    ZonedDateTime begin =
        ((OffsetDateTime) row.get("event_time"))
            .minusMinutes(1)
            .atZoneSameInstant(Marketplace.zone(market));

    return "%s|%s|%d".formatted(market, begin.toLocalDate(), begin.getHour());
  }

  private static long sum(List<Map<String, Object>> rows, String column) {
    return rows.stream().mapToLong(row -> number(row, column)).sum();
  }

  private static long number(Map<String, Object> row, String column) {
    return ((Number) row.get(column)).longValue();
  }

  private static Map<String, List<Order>> groups(List<Order> of, Function<Order, String> key) {
    return of.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
  }

  private static LocalDate day(Order order, Instant time) {
    return time.atZone(Marketplace.zone(order.market())).toLocalDate();
  }

  private static List<Order> in(List<Order> orders, String state) {
    return orders.stream().filter(order -> order.state().equals(state)).toList();
  }

  private static boolean isForeign(Order order) {
    return order.price().isPresent()
        && !order.price().get().currency().equals(Marketplace.currency(order.market()));
  }

  private static long subtotal(List<Order> orders) {
    return in(orders, "delivered").stream()
        .filter(order -> order.price().isPresent() && !isForeign(order))
        .mapToLong(order -> order.price().get().minor())
        .sum();
  }

  private static long[] seconds(List<Order> orders, String from, String to) {
    return new ArrayList<>(orders)
        .stream()
            .map(order -> order.seconds(from, to))
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .sorted()
            .toArray();
  }

  private static Double average(long[] seconds) {
    return seconds.length == 0 ? null : LongStream.of(seconds).average().getAsDouble();
  }

  /** The smallest value such that so many percent of all are no larger. */
  private static Long atRank(long[] sorted, int percent) {
    return Arrays.stream(sorted)
        .filter(
            candidate ->
                100 * Arrays.stream(sorted).filter(value -> value <= candidate).count()
                    >= (long) percent * sorted.length)
        .boxed()
        .findFirst()
        .orElse(null);
  }
}
