package io.freshet.warehouse.snowflake.account;

import io.freshet.warehouse.snowflake.script.Definition;
import io.freshet.warehouse.snowflake.script.Kind;
import io.freshet.warehouse.snowflake.script.Revocations.Granted;
import io.freshet.warehouse.snowflake.script.Sql;
import io.freshet.warehouse.snowflake.script.Statement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an account has. Asks once for each kind and place, and remembers the answer. */
final class Inventory {
  private final SnowflakeAccount account;
  private final Map<String, Map<String, String>> comments = new HashMap<>();

  Inventory(SnowflakeAccount account) {
    this.account = account;
  }

  /** A column that a table has. */
  record ExistingColumn(String type, String comment) {}

  /** The comment of what the statement makes, if it is there; empty text where it has none. */
  Optional<String> comment(Statement statement) throws SQLException {
    String question = question(statement);
    Map<String, String> known = comments.get(question);
    if (known == null) {
      known = list(question, statement.kind());
      comments.put(question, known);
    }

    return Optional.ofNullable(known.get(statement.simpleName()));
  }

  /**
   * Names of the roles that Freshet has made for a database, whether contracts name them or not.
   */
  List<String> roles(String database) throws SQLException {
    return account.ask("SHOW ROLES").stream()
        .filter(row -> row.get("name").startsWith(database + "_"))
        .filter(row -> Definition.in(row.get("comment")).isPresent())
        .map(row -> row.get("name"))
        .toList();
  }

  List<Granted> grants(String role) throws SQLException {
    return account.ask("SHOW GRANTS TO ROLE " + quoted(role)).stream()
        .map(row -> new Granted(row.get("privilege"), row.get("granted_on"), row.get("name")))
        .toList();
  }

  private Map<String, String> list(String question, Kind kind) throws SQLException {
    Map<String, String> found = new HashMap<>();
    try {
      for (Map<String, String> row : account.ask(question)) {
        String comment = row.get("comment");
        found.put(simpleName(row, kind), comment == null ? "" : comment);
      }
    } catch (SQLException e) {
      if (!SnowflakeFailures.isMissing(e)) {
        throw e;
      }
      // The place itself is not there yet, so neither is anything in it.
    }

    return found;
  }

  private static String question(Statement statement) {
    String scope = quoted(statement.scope());

    return switch (statement.kind()) {
      case DATABASE -> "SHOW DATABASES";
      case SCHEMA -> "SHOW SCHEMAS IN DATABASE " + scope;
      case ROLE -> "SHOW ROLES";
      case EXTERNAL_VOLUME -> "SHOW EXTERNAL VOLUMES";
      case CATALOG_INTEGRATION -> "SHOW CATALOG INTEGRATIONS";
      case STORAGE_INTEGRATION -> "SHOW STORAGE INTEGRATIONS";
      case NOTIFICATION_INTEGRATION -> "SHOW NOTIFICATION INTEGRATIONS";
      case ICEBERG_TABLE -> "SHOW ICEBERG TABLES IN SCHEMA " + scope;
      case FILE_FORMAT -> "SHOW FILE FORMATS IN SCHEMA " + scope;
      case STAGE -> "SHOW STAGES IN SCHEMA " + scope;
      case TABLE -> "SHOW TABLES IN SCHEMA " + scope;
      case VIEW -> "SHOW VIEWS IN SCHEMA " + scope;
      case PIPE -> "SHOW PIPES IN SCHEMA " + scope;
      case MASKING_POLICY -> "SHOW MASKING POLICIES IN SCHEMA " + scope;
      case ROW_ACCESS_POLICY -> "SHOW ROW ACCESS POLICIES IN SCHEMA " + scope;
      case MASK, ROW_FILTER -> policyReferences(statement.scope());
      case GRANT -> "SHOW GRANTS TO ROLE " + scope;
    };
  }

  private static String policyReferences(String table) {
    String database = table.substring(0, table.indexOf('.'));

    return """
        SELECT POLICY_KIND, POLICY_NAME, REF_COLUMN_NAME
        FROM TABLE(%s.INFORMATION_SCHEMA.POLICY_REFERENCES(
          REF_ENTITY_NAME => %s, REF_ENTITY_DOMAIN => 'TABLE'))"""
        .formatted(quoted(database), Sql.text(quoted(table)));
  }

  private static String simpleName(Map<String, String> row, Kind kind) {
    return switch (kind) {
      case MASK -> "%s BY %s".formatted(row.get("ref_column_name"), row.get("policy_name"));
      case ROW_FILTER -> "ROWS BY " + row.get("policy_name");
      case GRANT ->
          "%s ON %s %s".formatted(row.get("privilege"), row.get("granted_on"), row.get("name"));
      default -> row.get("name");
    };
  }

  /** The columns of a table, by name. */
  Map<String, ExistingColumn> columns(Statement table) throws SQLException {
    int dot = table.scope().indexOf('.');
    List<Map<String, String>> rows =
        account.ask(
            """
            SELECT column_name, data_type, numeric_precision, numeric_scale, comment
            FROM %s.information_schema.columns
            WHERE table_schema = %s AND table_name = %s"""
                .formatted(
                    quoted(table.scope().substring(0, dot)),
                    Sql.text(table.scope().substring(dot + 1)),
                    Sql.text(table.simpleName())));
    Map<String, ExistingColumn> columns = new HashMap<>();
    for (Map<String, String> row : rows) {
      String type = row.get("data_type");
      columns.put(
          row.get("column_name"),
          new ExistingColumn(
              type.equals("NUMBER")
                  ? "NUMBER(%s,%s)"
                      .formatted(row.get("numeric_precision"), row.get("numeric_scale"))
                  : type,
              row.get("comment") == null ? "" : row.get("comment")));
    }

    return columns;
  }

  private static String quoted(String dotted) {
    return dotted.isEmpty() ? "" : Sql.path(dotted.split("\\."));
  }
}
