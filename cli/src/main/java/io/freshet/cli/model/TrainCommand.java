package io.freshet.cli.model;

import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "train",
    description = {
      "Trains a model and registers it as a new version, which serves only with --use.",
      "The last fifth of the orders judges it, beside the calibration and the model that",
      "serves. Exit code 1 when it is worse than what serves: then it is not registered."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet model train eta --dataset eta-2026-03"})
public final class TrainCommand implements Callable<Integer> {
  private static final String ETA = "eta";

  @Parameters(paramLabel = "KIND", description = "What it predicts: eta")
  private String kind;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      required = true,
      description = "What to train on; see freshet dataset create")
  private String dataset;

  @Option(names = "--even-if-worse", description = "Register it whatever it is worth")
  private boolean evenIfWorse;

  @Option(names = "--use", description = "Let it serve at once, unless it is not registered")
  private boolean takesOver;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (!kind.equals(ETA)) {
      throw new ParameterException(
          spec.commandLine(), "There is no kind of model %s; it must be eta".formatted(kind));
    }
    List<String> arguments = new ArrayList<>(List.of("train", "--dataset=" + dataset));
    if (evenIfWorse) {
      arguments.add("--even-if-worse");
    }
    if (takesOver) {
      arguments.add("--use");
    }

    return new TrainingProgram(workspace, json, spec.commandLine()).run(arguments);
  }
}
