package io.freshet.serving.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Settings;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the tables come to be, and how they are read. */
class TablesIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.POSTGRES);

  private static final int SERVERS = 3;

  private final OrdersDatabase database = new OrdersDatabase(platform);

  private OrdersServer start() {
    return OrdersServer.start(
        OrdersSettings.from(Settings.of(database.profile())), InstantSource.system());
  }

  @Test
  void serversThatStartTogetherMakeThemOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(SERVERS);
    List<Future<OrdersServer>> starting = new ArrayList<>();
    for (int i = 0; i < SERVERS; i++) {
      starting.add(threads.submit(this::start));
    }
    for (Future<OrdersServer> each : starting) {
      each.get(1, TimeUnit.MINUTES).close();
    }
    threads.shutdown();
    try (OrdersServer later = start()) {
      assertThat(later.port()).isPositive();
    }

    assertThat(database.texts("select script from order_migrations where type = 'SQL'"))
        .containsExactly("V1__orders.sql", "V2__traces.sql");
  }

  @Test
  void liesBesideTablesOfOthers() throws SQLException {
    start().close();
    database.execute("drop table order_steps, orders, order_migrations; drop sequence order_ids");
    database.execute("drop function refuse_changed_steps; create table others (id int)");

    start().close();

    assertThat(database.count("select count(*) from order_steps")).isZero();
  }

  /** A list whose filters no index serves would read all orders. */
  @Test
  void everyListIsReadFromAnIndexInItsOrder() throws SQLException {
    start().close();
    database.execute(
        """
        insert into orders
          select i, 1, 'm' || i % 500,
            case when i % 400 = 0 then 'ready' else 'delivered' end, 'ready', null, 1, 1, 0, 0, 0, 0, 0, 'USD',
            null, now(), now(), 'key-' || i, 'hash'
          from generate_series(1, 20000) i;
        analyze orders;
        -- Of few rows it would sort those of a market.
        do $$ begin
          execute format('alter database %I set enable_bitmapscan = off', current_database());
        end $$""");
    for (String filter :
        List.of("", "market = 'm0'", "state = 'ready'", "market = 'm0' and state = 'ready'")) {
      String where = filter.isEmpty() ? "" : filter + " and ";
      List<String> plan =
          database.texts(
              "explain select * from orders where %sorder_id > 500 order by order_id limit 50"
                  .formatted(where));

      assertThat(plan).as(filter).anyMatch(line -> line.contains("Index Scan using orders_"));
      assertThat(plan).as(filter).noneMatch(line -> line.contains("Sort"));
      assertThat(plan).as(filter).noneMatch(line -> line.contains("Filter:"));
    }
  }
}
