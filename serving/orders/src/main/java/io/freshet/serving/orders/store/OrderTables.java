package io.freshet.serving.orders.store;

import static io.freshet.serving.orders.store.Sql.time;

import io.freshet.serving.orders.rules.OrderState;
import io.freshet.serving.orders.rules.Signature;
import io.freshet.serving.orders.rules.Standing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Our two tables, within one transaction. */
final class OrderTables {
  private static final String INSERT_ORDER =
      """
      INSERT INTO orders (
        order_id, order_version, market, state, kitchen, restaurant_id, customer_id,
        pickup_latitude, pickup_longitude, dropoff_latitude, dropoff_longitude,
        subtotal_minor, currency, created_at, changed_at, creation_key, creation_hash)
      VALUES (nextval('order_ids'), 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (creation_key) DO NOTHING
      RETURNING *""";

  private static final String UPDATE_ORDER =
      """
      UPDATE orders
      SET order_version = ?, state = ?, kitchen = ?, dasher_id = ?, reason = ?, changed_at = ?
      WHERE order_id = ? AND order_version = ?""";

  /** What the order is since the step, and who made it. */
  private static final String INSERT_STEP =
      """
      INSERT INTO order_steps (
        market, order_id, order_version, state, event_time, dasher_id, restaurant_id, customer_id,
        pickup_latitude, pickup_longitude, dropoff_latitude, dropoff_longitude,
        subtotal_minor, currency, reason,
        recorded_at, actor, actor_id, given_reason, note, idempotency_key, request_hash,
        traceparent)
      SELECT
        market, order_id, order_version, state, changed_at, dasher_id, restaurant_id, customer_id,
        pickup_latitude, pickup_longitude, dropoff_latitude, dropoff_longitude,
        subtotal_minor, currency, reason,
        ?, ?, ?, ?, ?, ?, ?, ?
      FROM orders
      WHERE order_id = ?
      RETURNING *""";

  private final Connection connection;

  OrderTables(Connection connection) {
    this.connection = connection;
  }

  /** The row that bears this request's key, whatever it asked for. */
  record Known<T>(T written, String hash) {}

  Optional<Order> order(long id) throws SQLException {
    return one(Sql.rows(connection, Rows::order, "SELECT * FROM orders WHERE order_id = ?", id));
  }

  /** Waits for whoever writes to it, and lets nobody else until this transaction ends. */
  Optional<Order> locked(long id) throws SQLException {
    return one(
        Sql.rows(
            connection, Rows::order, "SELECT * FROM orders WHERE order_id = ? FOR UPDATE", id));
  }

  Optional<Known<Order>> createdBy(String key) throws SQLException {
    return one(
        Sql.rows(
            connection,
            row -> new Known<>(Rows.order(row), row.getString("creation_hash")),
            "SELECT * FROM orders WHERE creation_key = ?",
            key));
  }

  Optional<Known<OrderStep>> madeBy(long order, String key) throws SQLException {
    return one(
        Sql.rows(
            connection,
            row -> new Known<>(Rows.step(row), row.getString("request_hash")),
            "SELECT * FROM order_steps WHERE order_id = ? AND idempotency_key = ?",
            order,
            key));
  }

  /** Empty when another transaction has just made one by the same key. */
  Optional<Order> insert(OrderFacts facts, Instant eventTime, RequestKey request)
      throws SQLException {
    return one(
        Sql.rows(
            connection,
            Rows::order,
            INSERT_ORDER,
            facts.market(),
            Standing.NEW.state().code(),
            Standing.NEW.kitchen().code(),
            facts.parties().restaurantId(),
            facts.parties().customerId(),
            facts.pickup().latitude(),
            facts.pickup().longitude(),
            facts.dropoff().latitude(),
            facts.dropoff().longitude(),
            facts.subtotal().minor(),
            facts.subtotal().currency(),
            time(eventTime),
            time(eventTime),
            request.key(),
            request.hash()));
  }

  /** Makes the order what it is after a step; the one before must be the newest. */
  void update(Order after) throws SQLException {
    Standing standing = after.standing();
    OptionalLong dasher = standing.dasher();
    int changed =
        Sql.update(
            connection,
            UPDATE_ORDER,
            after.version(),
            standing.state().code(),
            standing.kitchen().code(),
            dasher.isPresent() ? dasher.getAsLong() : null,
            after.reason().orElse(null),
            time(after.changedAt()),
            after.id(),
            after.version() - 1);
    if (changed != 1) {
      throw new IllegalStateException(
          "Order %d was changed by another, though it is locked".formatted(after.id()));
    }
  }

  /** Who made a step, by which request and when. */
  record Making(Signature by, RequestKey request, Instant now, Optional<String> traceParent) {}

  /** Writes the newest step of an order down, from what the order is since. */
  OrderStep record(long order, Making making) throws SQLException {
    Signature by = making.by();
    RequestKey request = making.request();
    return one(Sql.rows(
            connection,
            Rows::step,
            INSERT_STEP,
            time(making.now()),
            by.actor().kind().code(),
            by.actor().id(),
            by.reason().orElse(null),
            by.note().orElse(null),
            request.key(),
            request.hash(),
            making.traceParent().orElse(null),
            order))
        .orElseThrow();
  }

  List<OrderStep> steps(long order, int after, int limit) throws SQLException {
    return Sql.rows(
        connection,
        Rows::step,
        """
        SELECT * FROM order_steps WHERE order_id = ? AND order_version > ?
        ORDER BY order_version LIMIT ?""",
        order,
        after,
        limit);
  }

  List<Order> orders(OrderQuestion question, int limit) throws SQLException {
    StringBuilder sql = new StringBuilder("SELECT * FROM orders WHERE order_id > ?");
    List<Object> values = new ArrayList<>(List.of(question.after()));
    question
        .market()
        .ifPresent(
            market -> {
              sql.append(" AND market = ?");
              values.add(market);
            });
    question
        .state()
        .map(OrderState::code)
        .ifPresent(
            state -> {
              sql.append(" AND state = ?");
              values.add(state);
            });
    sql.append(" ORDER BY order_id LIMIT ?");
    values.add(limit);

    return Sql.rows(connection, Rows::order, sql.toString(), values.toArray());
  }

  private static <T> Optional<T> one(List<T> found) {
    return found.stream().findFirst();
  }
}
