package io.freshet.cli.stream;

import io.freshet.cli.Workspace;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.StreamReader;
import io.freshet.core.envelope.view.RoleView;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "sample",
    description = {
      "Prints some of a stream's events, from all partitions, old and new.",
      "Decodes and masks as stream tail does, and ends by itself."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet stream sample dasher_pings --n 10"})
final class SampleCommand implements Callable<Integer> {
  private static final int MOST = 10_000;

  @Parameters(paramLabel = "STREAM", description = "The stream, by its contract's name")
  private String stream;

  @Option(
      names = "--n",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many events. Default: ${DEFAULT-VALUE}")
  private int count;

  @Mixin private EventsOutput output;
  @Mixin private Workspace workspace;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (count < 1 || count > MOST) {
      throw new FreshetException(
          Fault.CALLER, "--n is %d; it must be between 1 and %d".formatted(count, MOST));
    }
    Contract contract = StreamContracts.require(workspace, stream);
    RoleView view = output.view(contract);
    Settings settings = workspace.settings();
    PrintWriter err = spec.commandLine().getErr();
    try (StreamReader reader =
            StreamReader.open(
                KafkaSettings.from(settings),
                new HttpSchemaRegistry(RegistrySettings.from(settings)),
                contract);
        EventPrinter printer = output.printer(contract, view, spec.commandLine().getOut())) {
      output.notices(contract, view).forEach(err::println);
      ShownEvents shown = new ShownEvents(view, List.of(), printer, output.tests(), Long.MAX_VALUE);
      reader.sample(count).forEach(shown::show);
      err.println(shown.summary());
    }

    return 0;
  }
}
