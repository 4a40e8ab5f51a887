package io.freshet.cli.sql;

import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.query.Names;
import io.freshet.warehouse.trino.query.Statements;
import io.freshet.warehouse.trino.query.TrinoClient;
import io.freshet.warehouse.trino.query.TrinoJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "sql",
    description = {
      "Asks Trino: one statement, a script, or whatever you type.",
      "Without a statement it reads from the terminal, with history and completion, or a"
          + " script from standard input. A warning on standard error says when a table in the"
          + " statement is late."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet sql \"select market, count(*) from raw.dasher_pings group by 1\"",
      "          ./freshet sql",
      "          ./freshet sql --format csv --file report.sql > report.csv"
    })
public final class SqlCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "STATEMENT", description = "One SQL statement")
  private String statement;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Run the statements of a script, separated by semicolons")
  private Path file;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}: aligned; RFC 4180; a JSON object per line")
  private AnswerFormat format;

  @Option(
      names = "--limit",
      paramLabel = "ROWS",
      defaultValue = "10000",
      description = "Fetch at most so many rows. Default: ${DEFAULT-VALUE}")
  private int limit;

  @Option(
      names = "--as",
      paramLabel = "USER",
      description = "Ask as somebody else, to see what they see")
  private String user;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    try (TrinoClient trino = connect()) {
      SqlSession session = new SqlSession(trino, StaleTables.of(workspace), limit, err);
      if (statement == null && file == null && System.console() != null) {
        shell(session);
      } else {
        script(session, Statements.of(text()).all());
      }
    }

    return 0;
  }

  private String text() throws IOException {
    if (statement != null && file != null) {
      throw new FreshetException(Fault.CALLER, "STATEMENT and --file are both there; give one");
    }
    if (statement != null) {
      return statement;
    }
    if (file == null) {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (!Files.isReadable(file)) {
      throw new FreshetException(
          Fault.CALLER, "There is no file %s; --file names a script".formatted(file));
    }

    return Files.readString(file);
  }

  private void script(SqlSession session, List<String> statements) {
    if (statements.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER, "There is no statement; give one, or a script with --file or by a pipe");
    }
    PrintWriter out = spec.commandLine().getOut();
    Consumer<TrinoClient.Answer> printer =
        answer -> {
          if (!json.replacesText()) {
            format.print(answer, out);
          }
        };
    TrinoClient.Answer last = null;
    for (String one : statements) {
      last = session.run(one, printer);
    }
    json.write(TrinoJson.json(last), out);
  }

  private void shell(SqlSession session) throws IOException {
    Path history = workspace.state().root().resolve("sql-history");
    try (Terminal terminal = TerminalBuilder.builder().system(true).nativeSignals(true).build()) {
      new SqlShell(terminal, history, session, names(), format).run();
    }
  }

  /** By a connection of their own: Ctrl-C stops what runs on the session's. */
  private CompletableFuture<Names> names() {
    return CompletableFuture.supplyAsync(
        () -> {
          try (TrinoClient trino = connect()) {
            return Names.read(trino);
          }
        });
  }

  private TrinoClient connect() {
    return user == null
        ? TrinoClient.open(workspace.settings())
        : TrinoClient.open(workspace.settings(), user);
  }
}
