package io.freshet.dashboard;

import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Properties;
import org.apache.iceberg.catalog.Catalog;

/** The tables that the dashboard reads, filled by Trino with four small markets. */
final class SupplyTables implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("market_supply", "supply_cells", "dasher_pings", "order_events", "markets");
  private static final String PLATFORM = "0, 0, %s, current_timestamp";
  private static final String PLATFORM_COLUMNS =
      "_source, _stream_partition, _offset, _received_at";

  private static final Duration LATELY = Duration.ofMinutes(4);

  private final Connection trino;
  private final Catalog catalog;
  private Instant filledUntil = Instant.EPOCH;
  private final Contracts contracts = Contracts.read(Path.of("../contracts"));

  SupplyTables(Settings settings) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "freshet");
    trino =
        DriverManager.getConnection(
            "jdbc:trino://%s:%s/lake"
                .formatted(settings.text("trino.host"), settings.text("trino.port")),
            properties);
    catalog = LakeCatalog.open(LakeSettings.from(settings));
  }

  void drop() {
    filledUntil = Instant.EPOCH;
    NAMES.forEach(name -> catalog.dropTable(TableLayout.name(contracts.require(name))));
  }

  /** Made anew, without a row. */
  void empty() {
    drop();
    NAMES.forEach(name -> new TableProvisioner(catalog).plan(contracts.require(name)).step().run());
  }

  /** A day of four markets that has just ended, unless one that ended lately is there. */
  void fillUntilNow() throws SQLException {
    Instant now = Instant.now();
    if (Duration.between(filledUntil, now).compareTo(LATELY) > 0) {
      fillUntil(now);
    }
  }

  void fillUntil(Instant moment) throws SQLException {
    empty();
    Instant end = moment.truncatedTo(ChronoUnit.MINUTES);
    filledUntil = end;
    run(MARKETS.formatted(PLATFORM_COLUMNS));
    run(SUPPLY.formatted(PLATFORM_COLUMNS, end, PLATFORM.formatted("n")));
    run(EARLIER_DAYS.formatted(PLATFORM_COLUMNS, end, PLATFORM.formatted("n")));
    run(CELLS.formatted(PLATFORM_COLUMNS, end, PLATFORM.formatted("0")));
    run(EMPTIED_CELLS.formatted(PLATFORM_COLUMNS, end, PLATFORM.formatted("0")));
    run(PINGS.formatted(PLATFORM_COLUMNS, end, PLATFORM.formatted("n")));
    run(ORDERS.formatted(PLATFORM_COLUMNS, end, PLATFORM.formatted("order_id")));
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = trino.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws Exception {
    trino.close();
    if (catalog instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }

  private static final String MARKETS =
      """
      insert into raw.markets (market, name, time_zone, currency, latitude, longitude, event_time, %s)
      select market, name, time_zone, 'USD', latitude, longitude, current_timestamp, 0, 0, 0, current_timestamp
      from (values
          ('boston', 'Boston', 'America/New_York', decimal '42.356000', decimal '-71.062000'),
          ('chicago', 'Chicago', 'America/Chicago', decimal '41.882000', decimal '-87.630000'),
          ('san_francisco', 'San Francisco', 'America/Los_Angeles', decimal '37.779000', decimal '-122.419000'),
          ('seattle', 'Seattle', 'America/Los_Angeles', decimal '47.609000', decimal '-122.333000')
      ) as m (market, name, time_zone, latitude, longitude)
      """;

  // Boston: idle dashers stand away from what waits. Chicago: a leap of demand. San Francisco: too
  // few online. Seattle: all is well. Each minute of a day; the trouble is in the last twenty.
  private static final String SUPPLY =
      """
      insert into raw.market_supply (
          market, event_time, revision, online_dashers, busy_dashers, idle_dashers, open_orders,
          unassigned_orders, ready_orders, created_orders, longest_wait_seconds, %s)
      with minutes as (
          select n, from_iso8601_timestamp('%s') - n * interval '1' minute as t
          from unnest(sequence(0, 1439)) as s (n)
      ), markets (market, scale) as (
          values ('boston', 120), ('chicago', 260), ('san_francisco', 90), ('seattle', 60)
      ), rhythm as (
          select
              market, n, t, n < 20 as now,
              cast(scale * (0.55 + 0.3 * sin(n / 190e0) + 0.04 * sin(n / 7e0)) as integer) as online,
              cast(scale * (0.030 + 0.012 * sin(n / 190e0 + 0.4)) as integer) as created,
              market = 'chicago' and n between 300 and 420 or market = 'boston' and n between 700 and 760 as earlier
          from markets cross join minutes
      ), figures as (
          select
              market, n, t,
              if(market = 'san_francisco' and now, online / 2, online) as online,
              case
                  when market = 'boston' and now then online / 4
                  when market in ('chicago', 'san_francisco') and now then 2
                  when earlier then 3
                  else online / 3 end as idle,
              if(market = 'chicago' and now, created * 3, created) as created,
              case
                  when market = 'boston' and now then 9
                  when market = 'chicago' and now then 24
                  when market = 'san_francisco' and now then 3
                  when earlier then 11
                  else if(n %% 13 = 0, 1, 0) end as ready
          from rhythm
      )
      select
          market, t, 1, online, online - idle, idle, online - idle + 8, 8 + ready, ready, created,
          120 + 55 * ready, %s
      from figures
      """;

  // This quarter of an hour of San Francisco on two earlier days, since before the last mark; and a
  // third of it on another.
  private static final String EARLIER_DAYS =
      """
      insert into raw.market_supply (
          market, event_time, revision, online_dashers, busy_dashers, idle_dashers, open_orders,
          unassigned_orders, ready_orders, created_orders, longest_wait_seconds, %s)
      select
          'san_francisco', from_iso8601_timestamp('%s') - day * interval '1' day - n * interval '1' minute,
          1, 58, 41, 17, 48, 8, 0, 3, null, %s
      from unnest(sequence(1, 3)) as d (day) cross join unnest(sequence(0, 19)) as s (n)
      where day < 3 or n < 5
      """;

  private static final String CELLS =
      """
      insert into raw.supply_cells (
          market, cell, event_time, revision, latitude, longitude, online_dashers, busy_dashers,
          idle_dashers, open_orders, unassigned_orders, ready_orders, %s)
      select
          market, cell, from_iso8601_timestamp('%s'), 1, decimal '0', decimal '0', busy + idle, busy,
          idle, busy + ready, ready + 1, ready, %s
      from (values
          ('boston', '872a30290ffffff', 2, 6, 0), ('boston', '872a30292ffffff', 3, 0, 0),
          ('boston', '872a30293ffffff', 1, 9, 0), ('boston', '872a30296ffffff', 6, 5, 0),
          ('boston', '872a30644ffffff', 4, 0, 0), ('boston', '872a30645ffffff', 4, 0, 0),
          ('boston', '872a30660ffffff', 2, 0, 2), ('boston', '872a30661ffffff', 1, 0, 4),
          ('boston', '872a30662ffffff', 1, 0, 0), ('boston', '872a30663ffffff', 1, 0, 0),
          ('boston', '872a30664ffffff', 4, 0, 0), ('boston', '872a30665ffffff', 5, 0, 3),
          ('boston', '872a30666ffffff', 3, 0, 0), ('boston', '872a30668ffffff', 1, 0, 0),
          ('boston', '872a3066affffff', 2, 0, 0), ('boston', '872a3066cffffff', 5, 0, 0),
          ('boston', '872a3066dffffff', 5, 2, 0), ('boston', '872a3066effffff', 3, 0, 0),
          ('boston', '872a3074bffffff', 3, 0, 0), ('chicago', '872664c11ffffff', 14, 1, 0),
          ('chicago', '872664c13ffffff', 4, 0, 0), ('chicago', '872664c18ffffff', 3, 1, 0),
          ('chicago', '872664c19ffffff', 6, 0, 0), ('chicago', '872664c1affffff', 5, 0, 9),
          ('chicago', '872664c1bffffff', 2, 0, 5), ('chicago', '872664c1cffffff', 12, 0, 0),
          ('chicago', '872664c1dffffff', 14, 0, 0), ('chicago', '872664c1effffff', 6, 0, 6),
          ('chicago', '872664ca8ffffff', 14, 0, 0), ('chicago', '872664ca9ffffff', 6, 0, 0),
          ('chicago', '872664cabffffff', 5, 0, 0), ('chicago', '872664cacffffff', 4, 0, 0),
          ('chicago', '872664cadffffff', 6, 0, 4), ('chicago', '872664ce6ffffff', 6, 0, 0),
          ('chicago', '872664cf0ffffff', 12, 0, 0), ('chicago', '872664cf4ffffff', 13, 0, 0),
          ('chicago', '872664cf5ffffff', 7, 0, 0), ('chicago', '872664cf6ffffff', 3, 0, 0),
          ('san_francisco', '872830828ffffff', 8, 0, 2), ('san_francisco', '872830829ffffff', 6, 1, 0),
          ('san_francisco', '87283082affffff', 4, 0, 1), ('san_francisco', '87283082bffffff', 7, 0, 0),
          ('san_francisco', '87283082cffffff', 5, 1, 0), ('san_francisco', '87283082dffffff', 6, 0, 0),
          ('san_francisco', '87283082effffff', 3, 0, 0), ('seattle', '8728d5421ffffff', 2, 1, 0),
          ('seattle', '8728d5428ffffff', 4, 2, 0), ('seattle', '8728d542cffffff', 1, 4, 0),
          ('seattle', '8728d542dffffff', 3, 0, 0), ('seattle', '8728d542effffff', 3, 4, 0),
          ('seattle', '8728d5552ffffff', 6, 2, 0), ('seattle', '8728d5553ffffff', 5, 1, 0)
      ) as c (market, cell, busy, idle, ready)
      """;

  // Boston's trouble before now: idle dashers beside what waits, who stood elsewhere as it turned
  // out.
  private static final String EMPTIED_CELLS =
      """
      insert into raw.supply_cells (
          market, cell, event_time, revision, latitude, longitude, online_dashers, busy_dashers,
          idle_dashers, open_orders, unassigned_orders, ready_orders, %s)
      select
          'boston', cell, from_iso8601_timestamp('%s') - n * interval '1' minute, revision, decimal '0',
          decimal '0', idle, 0, idle, ready, ready, ready, %s
      from (values
          ('872a30661ffffff', 1, 0, 9), ('872a30660ffffff', 1, 20, 0), ('872a30660ffffff', 2, 0, 0),
          ('872a30293ffffff', 2, 20, 0)
      ) as c (cell, revision, idle, ready) cross join unnest(sequence(1, 19)) as s (n)
      """;

  // Twelve dashers of San Francisco within one cell, the last of them silent for too long.
  private static final String PINGS =
      """
      insert into raw.dasher_pings (
          market, dasher_id, order_id, latitude, longitude, event_time, accuracy_meters, %s)
      select
          'san_francisco', 7000 + n, if(n = 3, 91), decimal '37.784000', decimal '-122.418000',
          from_iso8601_timestamp('%s') - if(n = 12, 400, 10 + n) * interval '1' second, 5, %s
      from unnest(sequence(1, 12)) as s (n)
      """;

  // Dasher 7001 is on the way to order 90, which is open; order 92 of dasher 7002 is over.
  private static final String ORDERS =
      """
      insert into raw.order_events (
          market, order_id, order_version, state, event_time, dasher_id, synthetic, %s)
      select
          'san_francisco', order_id, version, state, from_iso8601_timestamp('%s') - ago * interval '1' second,
          dasher_id, false, %s
      from (values
          (90, 1, 'created', 900, null), (90, 2, 'dasher_assigned', 300, 7001),
          (92, 1, 'created', 1900, null), (92, 2, 'dasher_assigned', 1300, 7002),
          (92, 3, 'delivered', 100, 7002)
      ) as o (order_id, version, state, ago, dasher_id)
      """;
}
