package io.freshet.warehouse.snowflake.script;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import java.util.Locale;

/**
 * Names of what Freshet makes in an account, as Snowflake shows them. Those that belong to the
 * account as a whole begin with the database's name, so that two installations can share one.
 */
record Names(String database) {
  static final String LANDED = "LANDED";
  static final String POLICIES = "POLICIES";

  Names {
    database = upper(database);
  }

  String schema(String namespace) {
    return database + "." + upper(namespace);
  }

  /** The Iceberg table itself. */
  String table(Contract contract) {
    return schema(contract.requireTable().namespace()) + "." + upper(contract.name());
  }

  /** The table that the copy path fills. */
  String landed(Contract contract) {
    return schema(LANDED) + "." + upper(contract.name());
  }

  String latest(Contract contract) {
    return landed(contract) + "_LATEST";
  }

  String pipe(Contract contract) {
    return landed(contract) + "_PIPE";
  }

  String fileFormat() {
    return schema(LANDED) + ".LANDED_PARQUET";
  }

  String stage() {
    return schema(LANDED) + ".LANDING";
  }

  String volume() {
    return database + "_LAKE";
  }

  String catalog() {
    return database + "_CATALOG";
  }

  String storage() {
    return database + "_LANDING";
  }

  String errors() {
    return database + "_PIPE_ERRORS";
  }

  String role(String name) {
    return database + "_" + upper(name);
  }

  /** Masks a column of the Iceberg table and, where it has the same type there, of the copy. */
  String mask(Contract contract, Field column) {
    return "%s.%s__%s".formatted(schema(POLICIES), upper(contract.name()), upper(column.name()));
  }

  String rows(Contract contract) {
    return "%s.%s__ROWS".formatted(schema(POLICIES), upper(contract.name()));
  }

  /** A name of this record as SQL. */
  static String sql(String dotted) {
    return Sql.path(dotted.split("\\."));
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }
}
