package io.freshet.cli.repair;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.contract.diff.Readership;
import io.freshet.cli.job.ModuleProcess;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the writer's process that writes rows anew, and says who has read them. */
final class RepairJob {
  private static final String MODULE = "ingestion/flink-iceberg-writer";
  private static final String APPLICATION = "io.freshet.ingestion.writer.RepairApplication";

  @Option(
      names = "--because",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why, for the receipt")
  private String because;

  @Option(names = "--dry-run", description = "Print the plan and change nothing")
  private boolean dryRun;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** A plan or a receipt for people. */
  interface Text {
    void print(JsonNode result, RepairText.Kind kind, PrintWriter out);
  }

  /**
   * Answers with the process's exit code.
   *
   * @param table with or without namespace
   * @param what is to be written, as the process takes it
   * @param text prints what it answers
   */
  int run(String table, List<String> what, Text text) throws Exception {
    Contracts contracts = workspace.contracts();
    Contract contract = contracts.require(table.substring(table.lastIndexOf('.') + 1));
    List<String> arguments = new ArrayList<>(what);
    arguments.addAll(List.of("--contract", contract.name(), "--because", because));
    if (dryRun) {
      arguments.add("--dry-run");
    }
    Path log = workspace.state().log("repair");
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ModuleProcess.Outcome outcome =
        new ModuleProcess(workspace.modules(), workspace.installation())
            .run(MODULE, APPLICATION, arguments, err::println, log);
    if (outcome.exitCode() != 0) {
      json.write(outcome.result(), out);
      err.println(outcome.line("The repair", log));

      return outcome.exitCode();
    }
    ObjectNode result = (ObjectNode) outcome.result();
    Readership readership = Readership.ofTable(workspace, contracts, contract);
    readership.addTo(result);
    json.write(result, out);
    if (!json.replacesText()) {
      text.print(result, dryRun ? RepairText.Kind.PLAN : RepairText.Kind.RECEIPT, out);
      readership.print(out);
    }

    return 0;
  }
}
