package io.freshet.warehouse.snowflake.script;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.warehouse.snowflake.Offered;
import io.freshet.warehouse.snowflake.SnowflakeSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that contracts and settings ask of a Snowflake account, in an order in which it can be
 * made. Pure: no account is asked.
 */
public final class AccountScript {
  private final List<Statement> statements;

  private AccountScript(List<Statement> statements) {
    this.statements = List.copyOf(statements);
  }

  public static AccountScript of(Contracts contracts, SnowflakeSettings settings) {
    Names names = new Names(settings.database());
    List<Contract> tables = contracts.all().stream().filter(Offered::is).toList();
    List<Statement> statements = new ArrayList<>();
    statements.addAll(Containers.of(tables, names));
    statements.addAll(new LakeObjects(names, settings.lake()).of(tables));
    statements.addAll(new LandingObjects(names, settings).of(tables));
    statements.addAll(new AccessObjects(names, settings.warehouse()).of(tables));
    statements.sort(Comparator.comparing(Statement::kind));
    requireOrder(statements);

    return new AccountScript(statements);
  }

  public List<Statement> statements() {
    return statements;
  }

  private static void requireOrder(List<Statement> statements) {
    Set<String> made = new HashSet<>();
    for (Statement statement : statements) {
      for (String need : statement.needs()) {
        if (!made.contains(need)) {
          throw new IllegalStateException(
              "%s %s comes before %s".formatted(statement.kind().label(), statement.name(), need));
        }
      }
      if (!made.add(statement.name())) {
        throw new IllegalStateException("%s is made twice".formatted(statement.name()));
      }
    }
  }
}
