package io.freshet.cli.contract.freshness;

import io.freshet.cli.Workspace;
import io.freshet.cli.contract.diff.sources.Mention;
import io.freshet.cli.contract.diff.sources.ProjectSources;
import io.freshet.cli.contract.diff.sql.Sought;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.freshness.FreshnessPlan;
import io.freshet.core.contract.freshness.RunningSettings;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "plan-freshness",
    description = {
      "Splits staleness budgets over the hops, and says what fresher would cost.",
      "Exit code 1 when a budget is too tight for its hops, or a setting too slow for a budget."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet contract plan-freshness dasher_pings"})
public final class PlanFreshnessCommand implements Callable<Integer> {
  private static final String MARTS = "dbt/models/marts/";
  private static final String MODEL_ENDING = ".sql";

  @Parameters(
      arity = "0..*",
      paramLabel = "CONTRACT",
      description = "Contracts to explain hop by hop; default: all, a line each")
  private List<String> names = List.of();

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Contracts contracts = workspace.contracts();
    names.forEach(name -> contracts.require(name).requireTable());
    List<FreshnessPlan> plans =
        FreshnessPlan.all(contracts, running(), marts(contracts)).stream()
            .filter(plan -> names.isEmpty() || names.contains(plan.contract().name()))
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      FreshnessPlanText text = new FreshnessPlanText(out);
      if (names.isEmpty()) {
        text.overview(plans);
      } else {
        plans.forEach(text::explain);
      }
      text.contradictions(plans);
    }
    json.write(FreshnessPlanJson.of(plans), out);

    return plans.stream().allMatch(plan -> plan.contradictions().isEmpty()) ? 0 : 1;
  }

  /** While nothing is up, contracts alone decide. */
  private RunningSettings running() {
    return workspace.canBeAsked()
        ? RunningSettings.from(workspace.settings())
        : RunningSettings.none();
  }

  private Map<String, List<String>> marts(Contracts contracts) {
    ProjectSources sources = ProjectSources.of(workspace.modules().project());
    Map<String, List<String>> marts = new HashMap<>();
    for (Contract contract : contracts.all()) {
      marts.put(
          contract.name(),
          sources.mentions(new Sought(contract.name(), Optional.empty())).stream()
              .map(Mention::file)
              .filter(file -> file.startsWith(MARTS) && file.endsWith(MODEL_ENDING))
              .map(file -> file.substring(MARTS.length(), file.length() - MODEL_ENDING.length()))
              .sorted()
              .distinct()
              .toList());
    }

    return marts;
  }
}
