package io.freshet.warehouse.snowflake.account;

import io.freshet.core.contract.Change;
import io.freshet.warehouse.snowflake.script.Definition;
import io.freshet.warehouse.snowflake.script.Kind;
import io.freshet.warehouse.snowflake.script.Revocations;
import io.freshet.warehouse.snowflake.script.Statement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what an account should have with what it has. A plan that was applied plans nothing. */
public final class AccountPlanner {
  private final SnowflakeAccount account;
  private final Inventory inventory;

  public AccountPlanner(SnowflakeAccount account) {
    this.account = account;
    this.inventory = new Inventory(account);
  }

  /** One change for each statement, in their order. */
  public List<Change> plan(List<Statement> statements) {
    List<Change> changes = new ArrayList<>();
    for (Statement statement : statements) {
      try {
        changes.add(plan(statement));
      } catch (SQLException e) {
        throw SnowflakeFailures.running(statement, account.role(), e);
      }
    }

    return changes;
  }

  /** One change for each grant on our database that a role of ours has beyond those statements. */
  public List<Change> revocations(List<Statement> statements) {
    Revocations revocations = Revocations.of(statements);
    try {
      List<Change> changes = new ArrayList<>();
      for (String role : inventory.roles(revocations.database())) {
        for (Statement revocation : revocations.of(role, inventory.grants(role))) {
          changes.add(
              change(
                  Change.Action.UPDATE,
                  revocation,
                  "revoke it, as no contract lets this role read there",
                  List.of(revocation.sql())));
        }
      }

      return changes;
    } catch (SQLException e) {
      throw SnowflakeFailures.listingGrants(account.role(), e);
    }
  }

  private Change plan(Statement statement) throws SQLException {
    Optional<String> comment = inventory.comment(statement);
    if (comment.isEmpty()) {
      return change(Change.Action.CREATE, statement, "make it", List.of(statement.sql()));
    }
    if (statement.kind() == Kind.TABLE) {
      return columns(statement);
    }
    Optional<Definition> wanted = statement.renewal().definition();
    Optional<Definition> there = Definition.in(comment.get());
    if (wanted.isEmpty() || there.isEmpty() || wanted.equals(there)) {
      return Change.none(statement.resource());
    }
    List<String> renewal = statement.renewal().sql();

    return renewal.isEmpty() || !wanted.get().canReplace(there.get())
        ? Change.refuse(
            statement.resource(),
            "it was made by other settings or contracts and can't be altered in place; drop it when"
                + " nobody needs it and apply again")
        : change(Change.Action.UPDATE, statement, "make it as defined now", renewal);
  }

  private Change columns(Statement table) throws SQLException {
    TableColumns columns =
        TableColumns.compare(table, inventory.columns(table), account.descriptions());
    if (columns.isComplete()) {
      return Change.none(table.resource());
    }

    return columns.conflicts().isEmpty()
        ? change(Change.Action.UPDATE, table, columns.summary(), columns.sql(table))
        : Change.refuse(table.resource(), String.join("; ", columns.conflicts()));
  }

  private Change change(
      Change.Action action, Statement statement, String detail, List<String> sql) {
    return new Change(action, statement.resource(), detail, () -> run(statement, sql));
  }

  private void run(Statement statement, List<String> sql) {
    try {
      for (String each : sql) {
        account.run(each);
      }
    } catch (SQLException e) {
      throw SnowflakeFailures.running(statement, account.role(), e);
    }
  }
}
