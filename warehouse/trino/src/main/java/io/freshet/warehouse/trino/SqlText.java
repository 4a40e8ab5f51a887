package io.freshet.warehouse.trino;

/** Names and values as Trino's SQL writes them. */
public final class SqlText {
  private SqlText() {}

  /** {@code "name"}, whatever characters it has. */
  public static String name(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** {@code 'text'}. */
  public static String text(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
