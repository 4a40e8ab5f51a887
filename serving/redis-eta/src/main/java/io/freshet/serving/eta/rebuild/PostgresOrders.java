package io.freshet.serving.eta.rebuild;

import io.freshet.core.server.postgres.PostgresFailures;
import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.travel.Position;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Properties;
import java.util.Set;
import java.util.function.ObjLongConsumer;

/**
 * The newest step of each order, as the order service's database has it: all that are active, and
 * those that were over lately. All is of one moment.
 */
final class PostgresOrders {
  /** What a contract is captured from whose truth is the order service. */
  static final String TABLE = "public.order_steps";

  private static final int PAGE_ROWS = 1_000;

  private static final String PAGE =
      """
      SELECT o.market, o.order_id, o.order_version, o.state, o.changed_at, o.dasher_id,
        o.pickup_latitude, o.pickup_longitude, o.dropoff_latitude, o.dropoff_longitude,
        o.created_at, coalesce(s.synthetic, false) AS synthetic,
        coalesce(s.recorded_at, o.changed_at) AS recorded_at
      FROM orders o
      LEFT JOIN order_steps s ON s.order_id = o.order_id AND s.order_version = o.order_version
      WHERE o.state = ? AND o.order_id < ?
      ORDER BY o.order_id DESC LIMIT ?""";

  /** A login, a database, a table or a column that is not as the order service has it. */
  private static final Set<String> CALLERS = Set.of("28", "3D", "42");

  private final PostgresSettings settings;
  private final Progress progress;

  PostgresOrders(PostgresSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Hands over each step and when it was recorded.
   *
   * @param from orders that changed no more since then are left out
   */
  Found.Read read(Instant from, ObjLongConsumer<OrderEvent> taker) {
    progress.begin(TABLE);
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      long used = 0;
      for (OrderState state : OrderState.values()) {
        used += read(connection, state, from, taker);
        progress.at(used, 0);
      }
      progress.end(used);

      return new Found.Read(used, 0, 0);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Newest orders first, which makes the end of those that were over lately known. */
  private static long read(
      Connection connection, OrderState state, Instant from, ObjLongConsumer<OrderEvent> taker)
      throws SQLException {
    long used = 0;
    long before = Long.MAX_VALUE;
    boolean more = true;
    try (PreparedStatement page = connection.prepareStatement(PAGE)) {
      while (more) {
        page.setString(1, state.code());
        page.setLong(2, before);
        page.setInt(3, PAGE_ROWS);
        int rows = 0;
        Instant created = Instant.MAX;
        try (ResultSet row = page.executeQuery()) {
          while (row.next()) {
            rows++;
            before = row.getLong("order_id");
            created = time(row, "created_at");
            Instant recorded = time(row, "recorded_at");
            if (!recorded.isBefore(from)) {
              taker.accept(step(row, state), recorded.toEpochMilli());
              used++;
            }
          }
        }
        more = rows == PAGE_ROWS && !(state.isFinal() && created.isBefore(from));
      }
    }

    return used;
  }

  private static OrderEvent step(ResultSet row, OrderState state) throws SQLException {
    return new OrderEvent(
        row.getString("market"),
        row.getLong("order_id"),
        row.getInt("order_version"),
        state,
        time(row, "changed_at").toEpochMilli(),
        row.getObject("dasher_id", Long.class),
        new Position(row.getDouble("pickup_latitude"), row.getDouble("pickup_longitude")),
        new Position(row.getDouble("dropoff_latitude"), row.getDouble("dropoff_longitude")),
        row.getBoolean("synthetic"));
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private Connection connect() throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", settings.user());
    login.setProperty("password", settings.password());
    login.setProperty("connectTimeout", "5");
    login.setProperty("socketTimeout", "60");
    login.setProperty("ApplicationName", "freshet-redis");

    return DriverManager.getConnection(settings.databaseUrl(), login);
  }

  private FreshetException failure(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String reason = e.getMessage().lines().findFirst().orElse(state);
    if (CALLERS.stream().anyMatch(state::startsWith)) {
      return new FreshetException(
          Fault.CALLER,
          "Cannot read the orders in %s: %s; the contract order_events says that it is captured"
                  .formatted(settings, reason)
              + " from %s: correct that, or the settings postgres.* and orders.database"
                  .formatted(TABLE),
          e);
    }

    return new FreshetException(
        PostgresFailures.isAway(e) ? Fault.DEPENDENCY : Fault.OURS,
        "Cannot read the orders in %s: %s".formatted(settings, reason),
        e);
  }
}
