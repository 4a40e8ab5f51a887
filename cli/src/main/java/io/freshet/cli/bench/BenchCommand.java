package io.freshet.cli.bench;

import io.freshet.cli.fuzz.FuzzBenchCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "bench",
    description = {
      "Measures a data path beside what its work costs at least, on an embedded platform of its"
          + " own."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "NAME",
    footer = {"", "Example:  ./freshet bench ingest --rows 2000000 --json ingest.json"},
    subcommands = {
      IngestBenchCommand.class,
      GatewayBenchCommand.class,
      FreshnessBenchCommand.class,
      LoadBenchCommand.class,
      GrowthBenchCommand.class,
      ContractsBenchCommand.class,
      ConsoleBenchCommand.class,
      LayoutBenchCommand.class,
      MaintainBenchCommand.class,
      BatchBenchCommand.class,
      EtaBenchCommand.class,
      ServeBenchCommand.class,
      QueriesBenchCommand.class,
      VisibleBenchCommand.class,
      StartBenchCommand.class,
      OrderTimeBenchCommand.class,
      TlsBenchCommand.class,
      TracingBenchCommand.class,
      AlertsBenchCommand.class,
      FuzzBenchCommand.class
    })
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which bench? One of these:");
  }
}
