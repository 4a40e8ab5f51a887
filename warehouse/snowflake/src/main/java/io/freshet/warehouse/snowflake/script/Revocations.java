package io.freshet.warehouse.snowflake.script;

import io.freshet.warehouse.snowflake.script.Statement.Renewal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What roles may still read in our database though no contract lets them any more. */
public final class Revocations {
  private static final Set<String> PRIVILEGES = Set.of("SELECT", "USAGE");
  private static final Set<String> OBJECTS =
      Set.of("DATABASE", "SCHEMA", "TABLE", "ICEBERG_TABLE", "VIEW");

  private final String database;
  private final Set<String> wanted;

  private Revocations(String database, Set<String> wanted) {
    this.database = database;
    this.wanted = wanted;
  }

  /** A grant that a role has, in the words of {@code SHOW GRANTS}. */
  public record Granted(String privilege, String type, String object) {}

  /**
   * @param statements all that contracts ask for
   */
  public static Revocations of(List<Statement> statements) {
    String database =
        statements.stream()
            .filter(statement -> statement.kind() == Kind.DATABASE)
            .map(Statement::name)
            .findFirst()
            .orElseThrow();

    return new Revocations(
        database,
        statements.stream()
            .filter(statement -> statement.kind() == Kind.GRANT)
            .map(grant -> key(grant.scope(), grant.simpleName()))
            .collect(Collectors.toUnmodifiableSet()));
  }

  public String database() {
    return database;
  }

  /** Statements that take from a role what it has too much; nothing outside of our database. */
  public List<Statement> of(String role, List<Granted> there) {
    return there.stream()
        .filter(this::isOurs)
        .filter(granted -> !wanted.contains(key(role, name(granted))))
        .map(granted -> revocation(role, granted))
        .toList();
  }

  private boolean isOurs(Granted granted) {
    return PRIVILEGES.contains(granted.privilege())
        && OBJECTS.contains(granted.type())
        && (granted.object().equals(database) || granted.object().startsWith(database + "."));
  }

  /** Without the type: Snowflake may call an Iceberg table a table. */
  private static String key(String role, String grant) {
    return role + ": " + grant.replaceFirst(" ON \\S+ ", " ");
  }

  private static String name(Granted granted) {
    return "%s ON %s %s".formatted(granted.privilege(), granted.type(), granted.object());
  }

  private static Statement revocation(String role, Granted granted) {
    return new Statement(
        Kind.GRANT,
        role,
        name(granted),
        "REVOKE %s ON %s %s FROM ROLE %s"
            .formatted(
                granted.privilege(),
                granted.type().replace('_', ' '),
                Names.sql(granted.object()),
                Names.sql(role)),
        List.of(),
        Renewal.NEVER);
  }
}
