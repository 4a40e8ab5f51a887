package io.freshet.warehouse.snowflake.script;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractException;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.RoleAccess;
import io.freshet.core.contract.RowFilter;
import io.freshet.warehouse.snowflake.script.Statement.Renewal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What of a contract's tables a role does not see: masking policies that give null, and one row
 * access policy. A role that the contract does not name sees no value that is masked for anybody,
 * and no row where rows are filtered.
 */
final class Policies {
  private static final String VALUE = "\"VALUE\"";

  private final Names names;

  Policies(Names names) {
    this.names = names;
  }

  List<Statement> of(Contract contract) {
    List<Statement> statements = new ArrayList<>();
    for (Field column : contract.schema().fields()) {
      if (contract.access().roles().stream().anyMatch(role -> role.masks(column))) {
        requireUnfiltered(contract, column);
        statements.addAll(masks(contract, column));
      }
    }
    statements.addAll(rows(contract));

    return statements;
  }

  /** Snowflake takes a column into one policy only. */
  private static void requireUnfiltered(Contract contract, Field column) {
    for (RoleAccess role : contract.access().roles()) {
      if (role.onlyWhere().filter(filter -> filter.column().equals(column.name())).isPresent()) {
        throw new ContractException(
            "Contract %s filters rows by %s and masks it as well, which Snowflake can't do on one"
                    .formatted(contract.name(), column.name())
                + " column; classify it as public or internal, or filter by another one");
      }
    }
  }

  private List<Statement> masks(Contract contract, Field column) {
    List<Statement> statements = new ArrayList<>();
    String lakeType = Columns.icebergType(contract, column);
    String policy = names.mask(contract, column);
    statements.add(maskingPolicy(contract, column, policy, lakeType));
    statements.add(mask("ICEBERG TABLE", names.table(contract), column, policy));
    if (contract.stream().isPresent()) {
      String landedType = Columns.landedType(contract, column);
      String landedPolicy = policy;
      if (!landedType.equals(lakeType)) {
        landedPolicy = policy + "__" + Names.LANDED;
        statements.add(maskingPolicy(contract, column, landedPolicy, landedType));
      }
      statements.add(mask("TABLE", names.landed(contract), column, landedPolicy));
    }

    return statements;
  }

  private Statement maskingPolicy(Contract contract, Field column, String policy, String type) {
    String seeing =
        isAny(contract.access().roles().stream().filter(role -> !role.masks(column)).toList());
    String body = "CASE WHEN %s THEN %s ELSE NULL END".formatted(seeing, VALUE);
    Definition definition = Definition.of(body, type);
    String comment =
        "COMMENT = "
            + definition.comment(
                "%s of %s is %s"
                    .formatted(
                        column.name(),
                        contract.name(),
                        column.classification().name().toLowerCase(Locale.ROOT)));
    String name = Names.sql(policy);

    return Statement.of(
            Kind.MASKING_POLICY,
            policy,
            "CREATE MASKING POLICY IF NOT EXISTS %s AS (%s %s) RETURNS %s -> %s %s"
                .formatted(name, VALUE, type, type, body, comment),
            names.schema(Names.POLICIES))
        .with(
            Renewal.by(
                definition,
                "ALTER MASKING POLICY %s SET BODY -> %s".formatted(name, body),
                "ALTER MASKING POLICY %s SET %s".formatted(name, comment)));
  }

  private static Statement mask(String type, String table, Field column, String policy) {
    String columnName = Sql.name(column.name());

    return new Statement(
        Kind.MASK,
        table,
        "%s BY %s".formatted(unquoted(columnName), policy.substring(policy.lastIndexOf('.') + 1)),
        "ALTER %s %s ALTER COLUMN %s SET MASKING POLICY %s FORCE"
            .formatted(type, Names.sql(table), columnName, Names.sql(policy)),
        List.of(table, policy),
        Renewal.NEVER);
  }

  private List<Statement> rows(Contract contract) {
    Optional<RowFilter> filter =
        contract.access().roles().stream().flatMap(role -> role.onlyWhere().stream()).findFirst();
    if (filter.isEmpty()) {
      return List.of();
    }
    List<Statement> statements = new ArrayList<>();
    statements.add(rowAccessPolicy(contract));
    statements.add(rowFilter("ICEBERG TABLE", names.table(contract), contract));
    if (contract.stream().isPresent()) {
      statements.add(rowFilter("TABLE", names.landed(contract), contract));
    }

    return statements;
  }

  private Statement rowAccessPolicy(Contract contract) {
    String policy = names.rows(contract);
    List<String> columns = filterColumns(contract);
    String signature =
        columns.stream()
            .map(
                column ->
                    "%s %s"
                        .formatted(
                            Sql.name(column),
                            Columns.landedType(contract, contract.schema().requireField(column))))
            .collect(Collectors.joining(", "));
    String body =
        contract.access().roles().stream().map(this::sees).collect(Collectors.joining(" OR "));
    Definition definition = Definition.of(body, signature);
    String comment =
        "COMMENT = "
            + definition.comment("Which rows of %s a role sees".formatted(contract.name()));
    String name = Names.sql(policy);

    return Statement.of(
            Kind.ROW_ACCESS_POLICY,
            policy,
            "CREATE ROW ACCESS POLICY IF NOT EXISTS %s AS (%s) RETURNS BOOLEAN -> %s %s"
                .formatted(name, signature, body, comment),
            names.schema(Names.POLICIES))
        .with(
            Renewal.by(
                definition,
                "ALTER ROW ACCESS POLICY %s SET BODY -> %s".formatted(name, body),
                "ALTER ROW ACCESS POLICY %s SET %s".formatted(name, comment)));
  }

  private String sees(RoleAccess role) {
    String isIn = isIn(role);

    return role.onlyWhere()
        .map(filter -> "(%s AND %s)".formatted(isIn, condition(filter)))
        .orElse(isIn);
  }

  private static String condition(RowFilter filter) {
    return "%s IN (%s)"
        .formatted(
            Sql.name(filter.column()),
            filter.values().stream()
                .map(value -> filter.type() == Scalar.STRING ? Sql.text(value) : value)
                .collect(Collectors.joining(", ")));
  }

  /** A second policy can't be added, so this looks first: it may run any number of times. */
  private Statement rowFilter(String type, String table, Contract contract) {
    String policy = names.rows(contract);
    String simplePolicy = policy.substring(policy.lastIndexOf('.') + 1);
    String columns =
        filterColumns(contract).stream().map(Sql::name).collect(Collectors.joining(", "));
    String sql =
        """
        EXECUTE IMMEDIATE $$
        BEGIN
          IF (NOT EXISTS (
            SELECT 1 FROM TABLE(%s.INFORMATION_SCHEMA.POLICY_REFERENCES(
              REF_ENTITY_NAME => %s, REF_ENTITY_DOMAIN => 'TABLE'))
            WHERE POLICY_NAME = %s)) THEN
            ALTER %s %s ADD ROW ACCESS POLICY %s ON (%s);
          END IF;
        END
        $$"""
            .formatted(
                Names.sql(names.database()),
                Sql.text(Names.sql(table)),
                Sql.text(simplePolicy),
                type,
                Names.sql(table),
                Names.sql(policy),
                columns);

    return new Statement(
        Kind.ROW_FILTER,
        table,
        "ROWS BY " + simplePolicy,
        sql,
        List.of(table, policy),
        Renewal.NEVER);
  }

  private static List<String> filterColumns(Contract contract) {
    return contract.access().roles().stream()
        .flatMap(role -> role.onlyWhere().stream())
        .map(RowFilter::column)
        .distinct()
        .toList();
  }

  private String isAny(List<RoleAccess> roles) {
    return roles.isEmpty()
        ? "FALSE"
        : roles.stream().map(this::isIn).collect(Collectors.joining(" OR "));
  }

  private String isIn(RoleAccess role) {
    return "IS_ROLE_IN_SESSION(%s)".formatted(Sql.text(names.role(role.name())));
  }

  private static String unquoted(String identifier) {
    return identifier.substring(1, identifier.length() - 1);
  }
}
