package io.freshet.cli.lake;

import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "sql",
    description = "Asks Trino one question and prints the answer.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet sql \"select market, count(*) from raw.dasher_pings group by 1\""
    })
public final class SqlCommand implements Callable<Integer> {
  @Parameters(paramLabel = "STATEMENT", description = "One SQL statement")
  private String statement;

  @Option(
      names = "--limit",
      paramLabel = "ROWS",
      defaultValue = "10000",
      description = "Fetch at most so many rows. Default: ${DEFAULT-VALUE}")
  private int limit;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (TrinoClient trino = TrinoClient.open(workspace.settings())) {
      TrinoClient.Answer answer = trino.ask(withoutSemicolon(statement), limit);
      if (!json.replacesText()) {
        TrinoTables.print(answer, out);
      }
      json.write(TrinoTables.json(answer), out);
      if (!answer.isWhole()) {
        spec.commandLine()
            .getErr()
            .printf("Only the first %d rows; --limit asks for more%n", answer.rows().size());
      }
    }

    return 0;
  }

  private static String withoutSemicolon(String sql) {
    String stripped = sql.strip();

    return stripped.endsWith(";") ? stripped.substring(0, stripped.length() - 1) : stripped;
  }
}
