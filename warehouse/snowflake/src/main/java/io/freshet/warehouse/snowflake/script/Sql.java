package io.freshet.warehouse.snowflake.script;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Names and texts as Snowflake's SQL writes them: always quoted, so that nothing in a contract can
 * be read as SQL. Contracts are lower case, and Snowflake folds what people type to upper case: so
 * names become upper case, and nobody has to type quotes.
 */
public final class Sql {
  private Sql() {}

  /** A contract's name as an identifier. */
  public static String name(String contractName) {
    return '"' + contractName.toUpperCase(Locale.ROOT).replace("\"", "\"\"") + '"';
  }

  /** Identifiers joined by dots, such as {@code "FRESHET"."RAW"."DASHER_PINGS"}. */
  public static String path(String... contractNames) {
    return Arrays.stream(contractNames).map(Sql::name).collect(Collectors.joining("."));
  }

  /** A text; Snowflake reads backslashes in it as escapes. */
  public static String text(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  /** A column of a Parquet file, whose names are the contract's own. */
  static String parquetColumn(String column) {
    return "$1:\"" + column.replace("\"", "\"\"") + '"';
  }
}
