package io.freshet.cli.lake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.assurance.freshness.Freshness;
import io.freshet.cli.Workspace;
import io.freshet.cli.dlq.HourlyRates;
import io.freshet.cli.output.JsonOption;
import io.freshet.ingestion.deadletters.HourlyRate;
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
      "Exit code 1 when a table is late, or a contract has more dead letters than it bears."
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
    List<HourlyRate> tooManyDead = HourlyRates.tooHigh(workspace);
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      FreshnessTable.print(tables, out);
      HourlyRates.print(tooManyDead, out);
    }
    ObjectNode result = FreshnessTable.json(tables);
    boolean ok = result.path("ok").asBoolean() && tooManyDead.isEmpty();
    result.put("ok", ok).set("too_many_dead_letters", HourlyRates.json(tooManyDead));
    json.write(result, out);

    return ok ? 0 : 1;
  }
}
