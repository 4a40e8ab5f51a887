package io.freshet.dbt;

import io.freshet.core.lake.PlatformColumns;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Two markets over the days on which Berlin's clocks change: orders of every kind that the marts
 * tell apart, the same at every run. Event times are whole seconds.
 */
final class Marketplace {
  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  static final ZoneId SAN_FRANCISCO = ZoneId.of("America/Los_Angeles");
  static final LocalDate FIRST_DAY = LocalDate.of(2026, 3, 28);

  static final String ORDER_ID = "order_id";
  static final int ORDERS = 240;

  private static final int DAYS = 3;
  private static final int DASHERS = 9;
  private static final int RESTAURANTS = 6;
  private static final int SUPPLY_MINUTES = 100;
  private static final Instant SUPPLY_BEGIN = Instant.parse("2026-03-28T22:10:00Z");
  private static final Instant BEGIN = Instant.parse("2026-03-28T00:00:00Z");
  private static final List<String> STATES =
      List.of(
          "created",
          "confirmed",
          "preparing",
          "ready",
          "dasher_assigned",
          "picked_up",
          "delivered");

  private static final List<String> STAGES = List.of("preparation", "to_customer");

  private final Random random = new Random(20260328);
  private final Map<Integer, Long> nextOffset = new HashMap<>();
  private final List<Order> orders = new ArrayList<>();

  Marketplace() {
    for (int i = 1; i <= ORDERS; i++) {
      orders.add(order(i));
    }
  }

  List<Order> orders() {
    return List.copyOf(orders);
  }

  static ZoneId zone(String market) {
    return market.equals("berlin") ? BERLIN : SAN_FRANCISCO;
  }

  static String currency(String market) {
    return market.equals("berlin") ? "EUR" : "USD";
  }

  Order order(int id) {
    String market = random.nextBoolean() ? "berlin" : "san_francisco";
    Instant opened = BEGIN.plusSeconds(random.nextInt(DAYS * 86_400));
    boolean replayed = id % 11 == 0;
    String currency = id % 37 == 0 ? "CHF" : currency(market);
    int last = id % 13 == 0 ? 1 + random.nextInt(5) : STATES.size();
    long dasher = 1 + random.nextInt(DASHERS);
    List<Order.Step> steps = new ArrayList<>();
    Instant time = opened;
    for (int version = 1; version <= last; version++) {
      steps.add(
          new Order.Step(
              version,
              STATES.get(version - 1),
              time,
              version < 5 ? Optional.empty() : Optional.of(dasher),
              Optional.empty(),
              replayed && version < 6));
      time = time.plusSeconds(20 + random.nextInt(700));
    }
    if (id % 13 == 0 && id % 2 == 0) {
      String reason = id % 4 == 0 ? "restaurant_declined" : "customer_cancelled";
      steps.add(
          new Order.Step(
              last + 1, "cancelled", time, Optional.empty(), Optional.of(reason), false));
    }

    return new Order(
        market,
        id,
        replayed ? Optional.empty() : Optional.of(100L + random.nextInt(RESTAURANTS)),
        replayed
            ? Optional.empty()
            : Optional.of(new Order.Money(800 + random.nextInt(4_000), currency)),
        steps);
  }

  /** All steps so far, and the first step of every seventh order twice, as a retry leaves them. */
  List<Map<String, Object>> orderRows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Order order : orders) {
      order.steps().forEach(step -> rows.add(row(order, step)));
      if (order.id() % 7 == 0) {
        rows.add(row(order, order.steps().get(0)));
      }
    }

    return rows;
  }

  /** What becomes of it days later. */
  LateMarketplace late() {
    return new LateMarketplace(this, orders);
  }

  Map<String, Object> row(Order order, Order.Step step) {
    Map<String, Object> row = received((int) (order.id() % 2), step.time().plusSeconds(3));
    row.put("market", order.market());
    row.put(ORDER_ID, order.id());
    row.put("order_version", step.version());
    row.put("state", step.state());
    row.put("event_time", utc(step.time()));
    row.put("dasher_id", step.dasher().orElse(null));
    row.put("reason", step.reason().orElse(null));
    row.put("synthetic", step.synthetic());
    if (step.version() == 1) {
      row.put("restaurant_id", order.restaurant().orElse(null));
      row.put("customer_id", 1_000 + order.id());
      row.put("subtotal_minor", order.price().map(Order.Money::minor).orElse(null));
      row.put("currency", order.price().map(Order.Money::currency).orElse(null));
    }

    return row;
  }

  /** Each market twice: what it was in first is not so any more. */
  List<Map<String, Object>> marketRows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String market : List.of("berlin", "san_francisco")) {
      rows.add(market(market, "Asia/Tokyo", "JPY", Instant.parse("2020-01-01T00:00:00Z")));
      rows.add(
          market(
              market,
              zone(market).getId(),
              currency(market),
              Instant.parse("2025-01-01T00:00:00Z")));
    }

    return rows;
  }

  private Map<String, Object> market(String market, String zone, String currency, Instant since) {
    Map<String, Object> row = received(0, since);
    row.put("market", market);
    row.put("name", market);
    row.put("time_zone", zone);
    row.put("currency", currency);
    row.put("latitude", new BigDecimal("50.000000"));
    row.put("longitude", new BigDecimal("10.000000"));
    row.put("event_time", utc(since));

    return row;
  }

  /** Minutes around Berlin's midnight; every fifth was told again, and so was one by mistake. */
  List<Map<String, Object>> supplyRows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String market : List.of("berlin", "san_francisco")) {
      for (int minute = 0; minute < SUPPLY_MINUTES; minute++) {
        Instant end = SUPPLY_BEGIN.plusSeconds(60L * minute);
        rows.add(supply(market, end, 1, minute));
        if (minute % 5 == 0) {
          rows.add(0, supply(market, end, 2, minute + 1));
        }
      }
      rows.add(supply(market, SUPPLY_BEGIN.plusSeconds(60), 1, 50));
    }

    return rows;
  }

  private Map<String, Object> supply(String market, Instant end, int revision, int load) {
    int online = load % 17 == 0 ? 0 : 10 + load % 7;
    int busy = online / 2;
    int open = 20 + load % 30;
    Map<String, Object> row = received(0, end.plusSeconds(60L * revision + load));
    row.put("market", market);
    row.put("event_time", utc(end));
    row.put("revision", revision);
    row.put("online_dashers", online);
    row.put("busy_dashers", busy);
    row.put("idle_dashers", online - busy);
    row.put("open_orders", open);
    row.put("unassigned_orders", 5);
    row.put("ready_orders", load % 6);
    row.put("created_orders", 1 + load % 3);
    row.put("longest_wait_seconds", load % 4 == 0 ? null : 30 * load);

    return row;
  }

  /**
   * Four predictions of each order under way, the later ones first and the first one twice, as a
   * replay leaves them; those of every fifth order say no latest arrival. Some are too late.
   */
  List<Map<String, Object>> predictionRows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Order order : orders) {
      Instant opened = order.opened();
      for (int number = 3; number >= 0; number--) {
        Instant made = opened.plusSeconds(61L + 900 * number);
        rows.add(prediction(order, made, STAGES.get(number / 2), order.id() * 7 % 900));
      }
      rows.add(prediction(order, opened.plusSeconds(61), STAGES.get(0), 0));
    }

    return rows;
  }

  private Map<String, Object> prediction(Order order, Instant made, String stage, long more) {
    Instant arrival = made.plusSeconds(1_200 + more);
    Map<String, Object> row = received((int) (order.id() % 2), made.plusSeconds(2));
    row.put("market", order.market());
    row.put(ORDER_ID, order.id());
    row.put("order_version", 1);
    row.put("event_time", utc(made));
    row.put("stage", stage);
    row.put("predicted_arrival", utc(arrival));
    row.put("remaining_seconds", (int) (1_200 + more));
    row.put("basis", "market");
    row.put("latest_arrival", order.id() % 5 == 0 ? null : utc(arrival.plusSeconds(600)));
    row.put("reason", "on_time");

    return row;
  }

  /** What the night's run would have found: the first two days, for most dashers. */
  List<Map<String, Object>> efficiencyRows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String market : List.of("berlin", "san_francisco")) {
      for (long dasher = 1; dasher < DASHERS; dasher++) {
        for (int day = 0; day < DAYS - 1; day++) {
          rows.add(efficiency(market, dasher, FIRST_DAY.plusDays(day)));
        }
      }
    }

    return rows;
  }

  private static Map<String, Object> efficiency(String market, long dasher, LocalDate day) {
    long online = dasher == 4 ? 0 : 3_600 * dasher;
    long busy = online / 3;
    Map<String, Object> row = new HashMap<>();
    row.put("market", market);
    row.put("dasher_id", dasher);
    row.put("local_day", day);
    row.put("pings", online / 60);
    row.put("online_seconds", online);
    row.put("busy_seconds", busy);
    row.put("idle_seconds", online - busy);
    row.put("distance_meters", 4 * busy);
    row.put("deliveries", 0L);
    row.put(
        "utilisation",
        online == 0
            ? null
            : BigDecimal.valueOf(busy).divide(BigDecimal.valueOf(online), 4, RoundingMode.HALF_UP));

    return row;
  }

  private Map<String, Object> received(int partition, Instant time) {
    Map<String, Object> row = new HashMap<>();
    row.put(PlatformColumns.SOURCE, 1);
    row.put(PlatformColumns.PARTITION, partition);
    row.put(PlatformColumns.OFFSET, nextOffset.merge(partition, 1L, Long::sum));
    row.put(PlatformColumns.RECEIVED_AT, utc(time));

    return row;
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
