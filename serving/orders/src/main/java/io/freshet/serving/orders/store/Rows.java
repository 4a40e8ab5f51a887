package io.freshet.serving.orders.store;

import io.freshet.serving.orders.rules.Actor;
import io.freshet.serving.orders.rules.ActorKind;
import io.freshet.serving.orders.rules.OrderState;
import io.freshet.serving.orders.rules.Parties;
import io.freshet.serving.orders.rules.Signature;
import io.freshet.serving.orders.rules.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads rows of our tables. */
final class Rows {
  private Rows() {}

  static Order order(ResultSet row) throws SQLException {
    return new Order(
        row.getLong("order_id"),
        row.getInt("order_version"),
        facts(row),
        new Standing(state(row.getString("state")), state(row.getString("kitchen")), dasher(row)),
        Optional.ofNullable(row.getString("reason")),
        time(row, "created_at"),
        time(row, "changed_at"));
  }

  static OrderStep step(ResultSet row) throws SQLException {
    return new OrderStep(
        row.getLong("order_id"),
        row.getInt("order_version"),
        state(row.getString("state")),
        dasher(row),
        time(row, "event_time"),
        time(row, "recorded_at"),
        new Signature(
            new Actor(actorKind(row.getString("actor")), row.getString("actor_id")),
            Optional.ofNullable(row.getString("given_reason")),
            Optional.ofNullable(row.getString("note"))));
  }

  private static OrderFacts facts(ResultSet row) throws SQLException {
    return new OrderFacts(
        row.getString("market"),
        new Parties(row.getLong("customer_id"), row.getLong("restaurant_id")),
        new Place(row.getBigDecimal("pickup_latitude"), row.getBigDecimal("pickup_longitude")),
        new Place(row.getBigDecimal("dropoff_latitude"), row.getBigDecimal("dropoff_longitude")),
        new Money(row.getLong("subtotal_minor"), row.getString("currency")));
  }

  private static OptionalLong dasher(ResultSet row) throws SQLException {
    long dasher = row.getLong("dasher_id");

    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(dasher);
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static OrderState state(String code) {
    return OrderState.of(code)
        .orElseThrow(() -> new IllegalStateException("The database has a state " + code));
  }

  private static ActorKind actorKind(String code) {
    return ActorKind.of(code)
        .orElseThrow(() -> new IllegalStateException("The database has an actor " + code));
  }
}
