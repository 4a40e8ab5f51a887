package io.freshet.cli.bench;

import io.freshet.cli.Workspace;
import io.freshet.cli.model.TrainingProgram;
import io.freshet.cli.output.JsonOption;
import java.nio.file.Path;
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
      "The first four fifths by time teach, the rest judges, beside medians and plain boosting."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet bench order-time --orders orders.csv --json order-time.json"
    })
final class OrderTimeBenchCommand implements Callable<Integer> {
  @Option(
      names = "--orders",
      paramLabel = "FILE",
      required = true,
      description = "A CSV file of orders with times, store, items and dashers at creation")
  private Path orders;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return new TrainingProgram(workspace, json, spec.commandLine())
        .runAlone(List.of("order-time", "--orders=" + orders.toAbsolutePath()));
  }
}
