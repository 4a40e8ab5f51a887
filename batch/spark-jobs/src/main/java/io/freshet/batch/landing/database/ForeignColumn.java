package io.freshet.batch.landing.database;

/**
 * A column of another database's table.
 *
 * @param type as the database calls it
 * @param jdbcType of {@link java.sql.Types}
 */
public record ForeignColumn(String name, String type, int jdbcType) {}
