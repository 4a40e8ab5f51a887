package io.freshet.cli.contract.diff;

import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.contract.Contracts;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "diff",
    description = {
      "Compares contracts with what they were: what is compatible, what breaks, and who"
          + " reads what breaks: what lineage was told while the platform ran, and which dbt"
          + " models, SQL applications, nightly jobs, notebooks and dashboards of this project"
          + " mention it or take it along with all other columns.",
      "Exit code 1: something breaks."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet contract diff --against main"})
public final class DiffCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "Folder of contracts; default: the project's")
  private Path folder;

  @Option(
      names = "--against",
      paramLabel = "REF_OR_DIR",
      defaultValue = "HEAD",
      description = "A commit of git, or another folder of contracts. Default: ${DEFAULT-VALUE}")
  private String against;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Path chosen = folder == null ? workspace.contractsFolder() : folder;
    Contracts after = Contracts.read(chosen);
    Contracts before = FormerContracts.read(against, chosen);
    ConsumerImpact impact = ConsumerImpact.of(workspace, against, before, after);
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      impact.print(out);
    }
    json.write(impact.json(), out);

    return impact.breaksNobody() ? 0 : 1;
  }
}
