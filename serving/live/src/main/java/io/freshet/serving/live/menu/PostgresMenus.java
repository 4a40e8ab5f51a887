package io.freshet.serving.live.menu;

import io.freshet.core.toolkit.FreshetException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Menus in Postgres: the truth. Thread-safe. */
final class PostgresMenus implements MenuSource {
  private static final String READ =
      "SELECT version, changed_at, document::text FROM menus WHERE market = ? AND restaurant_id = ?";
  private static final String READ_UNLESS =
      """
      SELECT version, changed_at, CASE WHEN version <> ? THEN document::text END
      FROM menus WHERE market = ? AND restaurant_id = ?""";
  private static final String CREATE =
      """
      INSERT INTO menus (market, restaurant_id, version, document) VALUES (?, ?, 1, ?::jsonb)
      ON CONFLICT DO NOTHING RETURNING version, changed_at, document::text""";
  private static final String REPLACE =
      """
      UPDATE menus SET version = version + 1, document = ?::jsonb, changed_at = now()
      WHERE market = ? AND restaurant_id = ? AND version = ?
      RETURNING version, changed_at, document::text""";
  private static final String VERSION =
      "SELECT version FROM menus WHERE market = ? AND restaurant_id = ?";

  /** SQL states of a value that no jsonb can have, and of one that is longer than the table's. */
  private static final String DATA_EXCEPTION = "22";

  private static final String CHECK_VIOLATION = "23514";

  private final MenuDatabase database;

  PostgresMenus(MenuDatabase database) {
    this.database = database;
  }

  @Override
  public Optional<Menu> read(MenuKey key) {
    return database.run(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, key.market());
            statement.setLong(2, key.restaurantId());

            return first(statement);
          }
        });
  }

  @Override
  public Optional<Menu> read(MenuKey key, Menu known) {
    return database.run(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(READ_UNLESS)) {
            statement.setLong(1, known.version());
            statement.setString(2, key.market());
            statement.setLong(3, key.restaurantId());
            try (ResultSet row = statement.executeQuery()) {
              if (!row.next()) {
                return Optional.empty();
              }

              return Optional.of(row.getString(3) == null ? known : menu(row));
            }
          }
        });
  }

  @Override
  public MenuWritten create(MenuKey key, byte[] json) {
    return write(
        key,
        CREATE,
        statement -> {
          statement.setString(1, key.market());
          statement.setLong(2, key.restaurantId());
          statement.setString(3, text(json));
        });
  }

  @Override
  public MenuWritten replace(MenuKey key, long version, byte[] json) {
    return write(
        key,
        REPLACE,
        statement -> {
          statement.setString(1, text(json));
          statement.setString(2, key.market());
          statement.setLong(3, key.restaurantId());
          statement.setLong(4, version);
        });
  }

  @FunctionalInterface
  private interface Values {
    void into(PreparedStatement statement) throws SQLException;
  }

  private MenuWritten write(MenuKey key, String sql, Values values) {
    try {
      return database.run(
          connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
              values.into(statement);
              Optional<Menu> written = first(statement);

              return written.isPresent()
                  ? new MenuWritten.Done(written.get())
                  : new MenuWritten.Conflict(version(connection, key));
            }
          });
    } catch (FreshetException e) {
      if (e.getCause() instanceof SQLException refusal && isUnfit(refusal)) {
        return new MenuWritten.Unfit(refusal.getMessage().lines().findFirst().orElse(""));
      }
      throw e;
    }
  }

  private static boolean isUnfit(SQLException refusal) {
    String state = String.valueOf(refusal.getSQLState());

    return state.startsWith(DATA_EXCEPTION) || state.equals(CHECK_VIOLATION);
  }

  private static long version(Connection connection, MenuKey key) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(VERSION)) {
      statement.setString(1, key.market());
      statement.setLong(2, key.restaurantId());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  private static Optional<Menu> first(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? Optional.of(menu(row)) : Optional.empty();
    }
  }

  private static Menu menu(ResultSet row) throws SQLException {
    return new Menu(
        row.getLong(1),
        row.getObject(2, OffsetDateTime.class).toInstant(),
        row.getString(3).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
