package io.freshet.cli.model;

import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "skew",
    description = {
      "Compares the features that the ETA job recorded with those that the lake's rows make.",
      "Each value of each prediction of a day. One differs because an event came late, or because",
      "two streams raced, or unexplained; of the last kind there should be none. Exit code 1",
      "when there are more than allowed. A day's pings must fit into memory: see --market."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet dataset skew --day 2026-03-01 --market boston"})
public final class SkewCommand implements Callable<Integer> {
  @Option(names = "--day", required = true, description = "The predictions' day, in UTC")
  private LocalDate day;

  @Option(names = "--market", paramLabel = "NAME", description = "Of one market; default: of all")
  private String market;

  @Option(
      names = "--allow-late",
      paramLabel = "SHARE",
      description = "Of all values, how many may be late or raced; default: ${DEFAULT-VALUE}")
  private double allowLate = 0.01;

  @Option(
      names = "--allow-unexplained",
      paramLabel = "COUNT",
      description = "How many values may differ unexplained; default: ${DEFAULT-VALUE}")
  private int allowUnexplained;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "skew",
                "--day=" + day,
                "--allow-late=" + allowLate,
                "--allow-unexplained=" + allowUnexplained));
    if (market != null) {
      arguments.add("--market=" + market);
    }

    return new TrainingProgram(workspace, json, spec.commandLine()).run(arguments);
  }
}
