package io.freshet.cli.delta;

import io.freshet.cli.Workspace;
import io.freshet.cli.job.JobAnswer;
import io.freshet.cli.job.ModuleProcess;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "delta",
    description = {
      "Makes an Iceberg table of a Delta table, history included, and verifies it before"
          + " anybody sees it.",
      "Files of the object store stay where they are; those of this machine are copied. The Delta"
          + " table is only read."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet import delta s3://sales/trips --as raw.trips"})
final class ImportDeltaCommand implements Callable<Integer> {
  private static final String MODULE = "catalog/delta-import";
  private static final String APPLICATION = "io.freshet.catalog.delta.DeltaImportApplication";

  @Parameters(paramLabel = "PATH", description = "A local folder, or s3://bucket/path")
  private String path;

  @Option(
      names = "--as",
      paramLabel = "NAMESPACE.TABLE",
      description = "The table to make; default: raw and the folder's name")
  private String table;

  @Option(
      names = "--copy",
      description = "Copy files even where they could stay: the table is to own all of its files")
  private boolean copy;

  @Option(
      names = "--history",
      paramLabel = "N",
      defaultValue = "1000",
      description = "The newest N versions become snapshots; default: ${DEFAULT-VALUE}")
  private int history;

  @Option(
      names = "--verify-history",
      description = "Compare the values of all versions; default: of the newest, of others rows")
  private boolean verifyHistory;

  @Option(
      names = {"--plan", "--dry-run"},
      description = "Print the plan and change nothing")
  private boolean planOnly;

  @Mixin private Workspace workspace;
  @Mixin private JobAnswer answer;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Path log = workspace.state().log("import");
    PrintWriter err = spec.commandLine().getErr();
    ModuleProcess.Outcome outcome =
        new ModuleProcess(workspace.modules(), workspace.installation())
            .run(MODULE, APPLICATION, arguments(), err::println, log);

    return answer.giveOrSayWhyNot("Import", outcome, ImportTable::print, log);
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of(path, "--history", Integer.toString(history)));
    if (table != null) {
      arguments.addAll(List.of("--as", table));
    }
    if (copy) {
      arguments.add("--copy");
    }
    if (verifyHistory) {
      arguments.add("--verify-history");
    }
    if (planOnly) {
      arguments.add("--plan");
    }

    return arguments;
  }
}
