package io.freshet.cli.lake;

import io.freshet.assurance.freshness.Freshness;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "freshness",
    description = {
      "Says for every table how stale it is, against its budget.",
      "Exit code 1 when a table is late."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet freshness --json -"})
public final class FreshnessCommand implements Callable<Integer> {
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<Freshness> tables = FreshnessTable.read(workspace);
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      FreshnessTable.print(tables, out);
    }
    json.write(FreshnessTable.json(tables), out);

    return tables.stream().anyMatch(table -> table.verdict() == Freshness.Verdict.LATE) ? 1 : 0;
  }
}
