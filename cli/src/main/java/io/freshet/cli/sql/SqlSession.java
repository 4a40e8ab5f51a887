package io.freshet.cli.sql;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.query.Mistake;
import io.freshet.warehouse.trino.query.Names;
import io.freshet.warehouse.trino.query.RefusedStatementException;
import io.freshet.warehouse.trino.query.TrinoClient;
import io.freshet.warehouse.trino.query.TrinoClient.Answer;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Asks statement after statement, prints the answers, and says what is to be said about them. */
final class SqlSession {
  private final TrinoClient trino;
  private final StaleTables stale;
  private final int limit;
  private final PrintWriter err;

  SqlSession(TrinoClient trino, StaleTables stale, int limit, PrintWriter err) {
    this.trino = trino;
    this.stale = stale;
    this.limit = limit;
    this.err = err;
  }

  /**
   * Prints the answer, then, to standard error, what is to be known about it.
   *
   * @throws FreshetException with place and nearest name when Trino refuses the statement
   */
  Answer run(String statement, Consumer<Answer> printer) {
    StaleTables.Check check = stale.begin(statement);
    Answer answer = ask(statement);
    printer.accept(answer);
    if (!answer.isWhole()) {
      err.printf("Only the first %d rows; --limit asks for more%n", answer.rows().size());
    }
    check.warnings().forEach(err::println);

    return answer;
  }

  private Answer ask(String statement) {
    try {
      return trino.ask(statement, limit);
    } catch (RefusedStatementException e) {
      throw new FreshetException(Fault.CALLER, explained(e, statement), e);
    }
  }

  /** How far the statement is that runs; empty while nothing is known. */
  Optional<QueryProgress> progress() {
    return trino
        .progress()
        .map(
            stats ->
                new QueryProgress(
                    Duration.ofMillis(stats.getElapsedTimeMillis()),
                    stats.getProcessedRows(),
                    stats.getProgressPercentage()));
  }

  /** Stops the statement that runs, if one does. */
  void cancel() {
    trino.cancel();
  }

  private String explained(RefusedStatementException refused, String statement) {
    Mistake mistake = Mistake.of(refused.trinosMessage());
    Names names = mistake.unknownName().isPresent() ? Names.read(trino) : Names.NONE;

    return mistake.explain(
        statement, mistake.unknownName().map(name -> names.like(name, statement)).orElse(Set.of()));
  }
}
