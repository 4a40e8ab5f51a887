package io.freshet.ingestion.sqlapps;

import io.freshet.ingestion.sqlapps.application.ApplicationFile;
import io.freshet.ingestion.sqlapps.application.SqlStatement;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** Orders and free dashers of markets, five minutes after five minutes, and what the SQL says. */
final class SurgeSeries {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration WINDOW = Duration.ofMinutes(5);

  /** Less than the application's lateness of 30 s. */
  private static final Duration DISORDER = Duration.ofSeconds(20);

  private final List<Event> orders;
  private final List<Event> pings;
  private final Map<String, Map<Integer, BigDecimal>> pressures = new TreeMap<>();

  SurgeSeries() {
    this(new ArrayList<>(), new ArrayList<>());
  }

  private SurgeSeries(List<Event> orders, List<Event> pings) {
    this.orders = orders;
    this.pings = pings;
  }

  /** A row of the view {@code priced}, which goes to the sinks as it is. */
  record Window(String market, int number, BigDecimal target, BigDecimal multiplier) {}

  private record Event(Instant at, Instant arrives, Row row) {
    Event(Instant at, Object... values) {
      this(at, at, Row.join(Row.of(values), Row.of(at)));
    }

    Event late(Random random) {
      return new Event(at, at.plusMillis(random.nextLong(DISORDER.toMillis())), row);
    }
  }

  /** What happens in a window; one that is never added is silent. */
  void add(String market, int window, int created, int free) {
    for (int n = 0; n < created; n++) {
      long order = 1_000L * window + n;
      orders.add(new Event(time(window, 7L * n), market, order, "created"));
      orders.add(new Event(time(window, 7L * n + 1), market, order, "confirmed"));
    }
    for (long dasher = 0; dasher < free; dasher++) {
      pings.add(new Event(time(window, dasher), market, dasher, null));
      pings.add(new Event(time(window, 60 + dasher), market, dasher, null));
    }
    // Who has an order all the time is no help to another.
    pings.add(new Event(time(window, 90), market, 99L, 1L));
    pressures.computeIfAbsent(market, m -> new TreeMap<>()).put(window, pressure(created, free));
  }

  private static Instant time(int window, long second) {
    return NOON.plus(WINDOW.multipliedBy(window)).plusSeconds(second % WINDOW.toSeconds());
  }

  /** 0 up to an order per free dasher, 1 from three on. */
  private static BigDecimal pressure(int created, int free) {
    if (created <= free) {
      return BigDecimal.ZERO;
    }
    if (created >= 3 * free) {
      return BigDecimal.ONE;
    }

    return BigDecimal.valueOf(created - free)
        .divide(BigDecimal.valueOf(2L * free), 2, RoundingMode.HALF_UP);
  }

  /** By market and window. */
  Map<String, Map<Integer, BigDecimal>> pressures() {
    return pressures;
  }

  /** The same without what was before a window. */
  SurgeSeries from(int window) {
    return new SurgeSeries(from(orders, window), from(pings, window));
  }

  private static List<Event> from(List<Event> events, int window) {
    return events.stream().filter(event -> !event.at().isBefore(time(window, 0))).toList();
  }

  /** The same in another order, as far as the application bears it. */
  SurgeSeries shuffled(Random random) {
    return new SurgeSeries(
        orders.stream().map(event -> event.late(random)).toList(),
        pings.stream().map(event -> event.late(random)).toList());
  }

  /** What the application's own views say, on Flink's cluster of this process. */
  List<Window> play(int parallelism) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
    tables.getConfig().setLocalTimeZone(ZoneOffset.UTC);
    tables.createTemporaryView(
        "order_events",
        tables.fromDataStream(
            environment.fromData(rows(orders), type("order_id", "state", Types.STRING)),
            schema("order_id", "state", DataTypes.STRING())));
    tables.createTemporaryView(
        "dasher_pings",
        tables.fromDataStream(
            environment.fromData(rows(pings), type("dasher_id", "order_id", Types.LONG)),
            schema("dasher_id", "order_id", DataTypes.BIGINT())));
    Path file = Path.of("applications", "surge", "surge.yaml");
    for (SqlStatement statement :
        ApplicationFile.read(file).application().orElseThrow().sql().statements()) {
      if (statement.view().isPresent()) {
        tables.executeSql(statement.text());
      }
    }

    return windows(tables);
  }

  private static List<Row> rows(List<Event> events) {
    return events.stream().sorted(Comparator.comparing(Event::arrives)).map(Event::row).toList();
  }

  private static TypeInformation<Row> type(String id, String last, TypeInformation<?> lasts) {
    return Types.ROW_NAMED(
        new String[] {"market", id, last, "event_time"},
        Types.STRING,
        Types.LONG,
        lasts,
        Types.INSTANT);
  }

  private static Schema schema(String id, String last, DataType lasts) {
    return Schema.newBuilder()
        .column("market", DataTypes.STRING())
        .column(id, DataTypes.BIGINT())
        .column(last, lasts)
        .column("event_time", DataTypes.TIMESTAMP_LTZ(3))
        .watermark("event_time", "event_time - INTERVAL '30' SECOND")
        .build();
  }

  private static List<Window> windows(StreamTableEnvironment tables) throws Exception {
    List<Window> windows = new ArrayList<>();
    try (CloseableIterator<Row> rows =
        tables
            .sqlQuery("SELECT market, event_time, target, multiplier FROM priced")
            .execute()
            .collect()) {
      rows.forEachRemaining(row -> windows.add(window(row)));
    }
    windows.sort(Comparator.comparing(Window::market).thenComparing(Window::number));

    return windows;
  }

  private static Window window(Row row) {
    Instant end = row.getFieldAs("event_time");
    int number = (int) Duration.between(NOON, end).dividedBy(WINDOW) - 1;

    return new Window(
        row.getFieldAs("market"), number, row.getFieldAs("target"), row.getFieldAs("multiplier"));
  }
}
