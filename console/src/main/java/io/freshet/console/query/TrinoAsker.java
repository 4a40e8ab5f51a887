package io.freshet.console.query;

import io.freshet.console.rows.Grid;
import io.freshet.console.rows.RoleConnection;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.query.QueryLimits;
import io.freshet.warehouse.trino.query.ReadOnlyStatement;
import io.freshet.warehouse.trino.query.TrinoClient;
import java.util.Optional;

/** Asks Trino as the console's user, each question by a connection of its own. */
public final class TrinoAsker implements Asker {
  private final RoleConnection connection;
  private final QueryLimits limits;

  public TrinoAsker(RoleConnection connection, QueryLimits limits) {
    this.connection = connection;
    this.limits = limits;
  }

  @Override
  public Asking begin(ReadOnlyStatement statement, Inquirer who) {
    return new TrinoAsking(statement, who);
  }

  private final class TrinoAsking implements Asking {
    private final ReadOnlyStatement statement;
    private final Inquirer who;
    private Optional<TrinoClient> asked = Optional.empty();
    private boolean isStopped;

    TrinoAsking(ReadOnlyStatement statement, Inquirer who) {
      this.statement = statement;
      this.who = who;
    }

    @Override
    public Grid answer() {
      try (TrinoClient client = open()) {
        begin(client);

        return Grid.of(client.ask(statement.sql(), limits));
      } finally {
        end();
      }
    }

    @Override
    public synchronized void stop() {
      isStopped = true;
      asked.ifPresent(TrinoClient::cancel);
    }

    private TrinoClient open() {
      return who.name()
          .map(name -> connection.openFor(name, limits))
          .orElseGet(() -> connection.open(limits));
    }

    private synchronized void begin(TrinoClient client) {
      if (isStopped) {
        throw new FreshetException(Fault.CALLER, "Stopped before it was asked");
      }
      asked = Optional.of(client);
    }

    private synchronized void end() {
      asked = Optional.empty();
    }
  }
}
