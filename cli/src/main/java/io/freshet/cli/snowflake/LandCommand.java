package io.freshet.cli.snowflake;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.job.JobAnswer;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "land",
    description = {
      "Copies the files that tables have gained to the landing folder.",
      "Those of append snapshots, once each; the folder's events wake the pipes. Safe to"
          + " run again, and to kill."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet snowflake land --follow"})
final class LandCommand implements Callable<Integer> {
  @Option(names = "--follow", description = "Go on until stopped: at each commit, and every 5 min")
  private boolean follow;

  @Option(
      names = "--reload",
      paramLabel = "TABLE",
      description =
          "Land all of TABLE, as raw.markets, whose copy in the warehouse was emptied before")
  private String reload;

  @Mixin private Workspace workspace;
  @Mixin private JobAnswer answer;

  @Override
  public Integer call() throws Exception {
    List<String> arguments = new ArrayList<>();
    if (follow) {
      arguments.add("--follow");
    }
    if (reload != null) {
      arguments.addAll(List.of("--reload", reload));
    }

    return new SnowflakeProcess(workspace, answer)
        .run(SnowflakeProcess.LANDING, arguments, LandCommand::print);
  }

  private static void print(JsonNode result, PrintWriter out) {
    TextTable table = new TextTable("table", "snapshots", "files", "rows");
    for (JsonNode each : result.path("tables")) {
      table.row(
          each.path("table").asText(),
          Amounts.count(each.path("snapshots").asLong()),
          Amounts.count(each.path("files").asLong()),
          Amounts.count(each.path("rows").asLong()));
    }
    table.print(out);
    result.path("failures").forEach(failure -> out.println("FAILED  " + failure.asText()));
  }
}
