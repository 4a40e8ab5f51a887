package io.freshet.warehouse.snowflake.script;

import io.freshet.core.contract.AccessPolicy;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.RoleAccess;
import io.freshet.warehouse.snowflake.script.Statement.Renewal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Roles and what they may read: grants on the tables, and the policies of {@link Policies}. */
final class AccessObjects {
  private static final String ADMINISTRATORS = "SYSADMIN";

  private final Names names;
  private final Optional<String> warehouse;

  AccessObjects(Names names, Optional<String> warehouse) {
    this.names = names;
    this.warehouse = warehouse;
  }

  List<Statement> of(List<Contract> tables) {
    List<Statement> statements = new ArrayList<>();
    roles(tables).forEach((role, comment) -> statements.addAll(role(role, comment)));
    Policies policies = new Policies(names);
    tables.forEach(contract -> statements.addAll(policies.of(contract)));
    statements.addAll(usages(tables));
    tables.forEach(contract -> statements.addAll(reading(contract)));

    return statements;
  }

  private static Map<String, String> roles(List<Contract> tables) {
    Map<String, String> roles = new LinkedHashMap<>();
    for (Contract contract : tables) {
      AccessPolicy access = contract.access();
      access.roles().forEach(role -> roles.putIfAbsent(role.name(), role.description()));
    }

    return roles;
  }

  private List<Statement> role(String role, String comment) {
    String name = names.role(role);
    Definition definition = Definition.of(comment);
    String marked = "COMMENT = " + definition.comment(comment);

    return List.of(
        Statement.of(
                Kind.ROLE,
                name,
                "CREATE ROLE IF NOT EXISTS %s %s".formatted(Names.sql(name), marked))
            .with(
                Renewal.by(definition, "ALTER ROLE %s SET %s".formatted(Names.sql(name), marked))),
        grant("USAGE", "ROLE", name, ADMINISTRATORS, "GRANT ROLE %s TO ROLE %s", name));
  }

  private List<Statement> usages(List<Contract> tables) {
    Set<String> made = new LinkedHashSet<>();
    List<Statement> statements = new ArrayList<>();
    for (Contract contract : tables) {
      for (RoleAccess access : contract.access().roles()) {
        String role = names.role(access.name());
        addOnce(usage("DATABASE", names.database(), role), made, statements);
        warehouse.ifPresent(name -> addOnce(usage("WAREHOUSE", name, role), made, statements));
        String schema = names.schema(contract.requireTable().namespace());
        addOnce(usage("SCHEMA", schema, role), made, statements);
        if (contract.stream().isPresent()) {
          addOnce(usage("SCHEMA", names.schema(Names.LANDED), role), made, statements);
        }
      }
    }

    return statements;
  }

  private static void addOnce(Statement grant, Set<String> made, List<Statement> statements) {
    if (made.add(grant.name())) {
      statements.add(grant);
    }
  }

  private List<Statement> reading(Contract contract) {
    List<Statement> statements = new ArrayList<>();
    for (RoleAccess access : contract.access().roles()) {
      String role = names.role(access.name());
      statements.add(select("TABLE", names.table(contract), role));
      if (contract.stream().isPresent()) {
        statements.add(select("TABLE", names.landed(contract), role));
        if (contract.kind() == Contract.Kind.REFERENCE) {
          statements.add(select("VIEW", names.latest(contract), role));
        }
      }
    }

    return statements;
  }

  private static Statement usage(String type, String object, String role) {
    return grant("USAGE", type, object, role, "GRANT USAGE ON " + type + " %s TO ROLE %s", role);
  }

  private static Statement select(String type, String object, String role) {
    return grant(
        "SELECT", type, object, role, "GRANT SELECT ON " + type + " %s TO ROLE %s", object);
  }

  private static Statement grant(
      String privilege, String type, String object, String role, String sql, String need) {
    return new Statement(
        Kind.GRANT,
        role,
        "%s ON %s %s".formatted(privilege, type, object),
        sql.formatted(Names.sql(object), Names.sql(role)),
        List.of(need),
        Renewal.NEVER);
  }
}
