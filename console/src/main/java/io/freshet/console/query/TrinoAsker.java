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
  public Asking begin(ReadOnlyStatement statement) {
    return new TrinoAsking(statement);
  }

  private final class TrinoAsking implements Asking {
    private final ReadOnlyStatement statement;
    private Optional<TrinoClient> asked = Optional.empty();
    private boolean isStopped;

    TrinoAsking(ReadOnlyStatement statement) {
      this.statement = statement;
    }

    @Override
    public Grid answer() {
      try (TrinoClient client = connection.open(limits)) {
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
