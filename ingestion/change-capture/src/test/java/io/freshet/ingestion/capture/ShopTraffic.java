package io.freshet.ingestion.capture;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/** Changes orders without an end, in transactions of all sizes, from two connections at once. */
final class ShopTraffic implements AutoCloseable {
  private static final int CLIENTS = 2;
  private static final int KEYS = 60;
  private static final int LARGE = 120;
  private static final long PAUSE_NANOS = 150_000_000;

  private final Shop shop;
  private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
  private volatile boolean isOver;

  private ShopTraffic(Shop shop) {
    this.shop = shop;
  }

  static ShopTraffic start(Shop shop, long seed) {
    ShopTraffic traffic = new ShopTraffic(shop);
    for (int client = 0; client < CLIENTS; client++) {
      Random random = new Random(seed + client);
      Future<?> unused = traffic.clients.submit(() -> traffic.run(random));
    }

    return traffic;
  }

  /** A database that goes away, and a transaction that loses against the other one, are no end. */
  private void run(Random random) {
    while (!isOver) {
      try (Connection connection = shop.connect()) {
        connection.setAutoCommit(false);
        while (!isOver) {
          transact(connection, random);
        }
      } catch (SQLException again) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void transact(Connection connection, Random random) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (int changes = random.nextInt(5); changes >= 0; changes--) {
        statement.execute(change(random));
      }
      if (random.nextInt(10) == 0) {
        connection.rollback();
      } else {
        connection.commit();
      }
    } catch (SQLException e) {
      connection.rollback();
    }
    LockSupport.parkNanos(random.nextLong(PAUSE_NANOS));
  }

  private static String change(Random random) {
    int key = random.nextInt(KEYS);
    String where = " where market = 't' and order_id = " + key;

    return switch (random.nextInt(20)) {
      case 0 -> "delete from orders" + where;
      case 1 ->
          "update orders set order_id = %d, version = nextval('versions')".formatted(key + KEYS)
              + where;
      case 2 -> "delete from orders where market = 't' and order_id >= " + KEYS;
      case 3 ->
          "update orders set note = repeat('n', %d), version = nextval('versions')"
                  .formatted(random.nextInt(20_000))
              + where;
      case 4 ->
          "insert into orders (market, order_id, amount)"
              + " select 'large', nextval('versions'), i from generate_series(1, %d) i"
                  .formatted(random.nextInt(LARGE));
      case 5 ->
          "insert into orders (market, order_id, amount) values ('t', %d, 3000000)".formatted(key)
              + " on conflict do nothing";
      default ->
          """
          insert into orders (market, order_id, amount) values ('t', %d, %d)
            on conflict (market, order_id) do update
            set amount = excluded.amount, version = nextval('versions')"""
              .formatted(key, random.nextInt(1000));
    };
  }

  /** Returns when no more will change. */
  void end() {
    isOver = true;
    clients.shutdown();
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(clients::isTerminated);
  }

  @Override
  public void close() {
    end();
  }
}
