package io.freshet.warehouse.snowflake.script;

import io.freshet.core.contract.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The database and its schemas: one for each namespace of the lake, and two of our own. */
final class Containers {
  private Containers() {}

  static List<Statement> of(List<Contract> tables, Names names) {
    List<Statement> statements = new ArrayList<>();
    statements.add(
        Statement.of(
            Kind.DATABASE,
            names.database(),
            "CREATE DATABASE IF NOT EXISTS %s COMMENT = %s"
                .formatted(
                    Names.sql(names.database()),
                    Sql.text("The lake's tables; made by Freshet from its contracts"))));
    TreeSet<String> namespaces = new TreeSet<>();
    tables.forEach(contract -> namespaces.add(contract.requireTable().namespace()));
    for (String namespace : namespaces) {
      statements.add(
          schema(names, namespace, "Iceberg tables of the lake's namespace " + namespace));
    }
    statements.add(schema(names, Names.LANDED, "Copies that pipes load from the landing folder"));
    statements.add(schema(names, Names.POLICIES, "Who sees which columns and rows"));

    return statements;
  }

  private static Statement schema(Names names, String name, String comment) {
    return Statement.of(
        Kind.SCHEMA,
        names.schema(name),
        "CREATE SCHEMA IF NOT EXISTS %s COMMENT = %s"
            .formatted(Names.sql(names.schema(name)), Sql.text(comment)),
        names.database());
  }
}
