package io.freshet.cli.bench;

import io.freshet.cli.Workspace;
import io.freshet.cli.model.TrainingProgram;
import io.freshet.cli.output.JsonOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "order-time",
    description = {
      "How far an ETA that is told at an order's creation is off, learnt from recorded orders.",
      "The first four fifths by time teach, the rest judges, beside medians and plain boosting;",
      "with --judge all of the one file teaches and all of the other, which begins later, judges."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet bench order-time --orders orders.csv --json order-time.json",
      "          ./freshet bench order-time --orders january.csv --judge february.csv"
    })
final class OrderTimeBenchCommand implements Callable<Integer> {
  @Option(
      names = "--orders",
      paramLabel = "FILE",
      required = true,
      description = "A CSV file of orders with times, store, items and dashers at creation")
  private Path orders;

  @Option(
      names = "--judge",
      paramLabel = "FILE",
      description = "Such a file of later orders, which judge; default: the last fifth of the one")
  private Path judge;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("order-time", "--orders=" + orders.toAbsolutePath()));
    if (judge != null) {
      arguments.add("--judge=" + judge.toAbsolutePath());
    }

    return new TrainingProgram(workspace, json, spec.commandLine()).runAlone(arguments);
  }
}
