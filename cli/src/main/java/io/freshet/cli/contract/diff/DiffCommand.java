package io.freshet.cli.contract.diff;

import io.freshet.cli.Workspace;
import io.freshet.cli.contract.diff.sources.Mention;
import io.freshet.cli.contract.diff.sources.ProjectSources;
import io.freshet.cli.contract.diff.sql.Sought;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lineage.graph.LineageClient;
import io.freshet.core.toolkit.FreshetException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    DiffReport report = report(before, ContractDiff.between(before, after));
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      report.print(out);
    }
    json.write(report.json(), out);

    return report.ok() ? 0 : 1;
  }

  /** Contracts can be compared anywhere; that readers can't be asked for is only said. */
  private DiffReport report(Contracts before, List<ContractChange> changes) {
    List<ContractChange> asking = changes.stream().filter(ContractChange::breaksReaders).toList();
    if (asking.isEmpty()) {
      return new DiffReport(against, changes, Map.of(), Map.of(), Optional.empty());
    }
    Map<ContractChange, List<Mention>> mentions = mentions(asking);
    try {
      Readers readers = new Readers(LineageClient.of(workspace.settings()), before);
      Map<ContractChange, FoundReaders> found = new HashMap<>();
      asking.forEach(change -> found.put(change, readers.of(change)));

      return new DiffReport(against, changes, found, mentions, Optional.empty());
    } catch (FreshetException e) {
      return new DiffReport(against, changes, Map.of(), mentions, Optional.of(e.getMessage()));
    }
  }

  private Map<ContractChange, List<Mention>> mentions(List<ContractChange> asking) {
    ProjectSources sources = ProjectSources.of(workspace.modules().project());
    Map<ContractChange, List<Mention>> mentions = new HashMap<>();
    for (ContractChange change : asking) {
      mentions.put(change, sources.mentions(new Sought(change.contract(), change.column())));
    }

    return mentions;
  }
}
