package io.freshet.cli.stream;

import io.freshet.cli.Failures;
import io.freshet.cli.Workspace;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.EventConsumer.Received;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.StreamReader;
import io.freshet.core.envelope.stream.StreamStart;
import io.freshet.core.envelope.view.RoleView;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    name = "tail",
    description = {
      "Prints a stream's events as they come, one a line, until Ctrl-C.",
      "What can't be decoded is shown with its cause. Masks are those of the table."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet stream tail order_events --where state=cancelled",
      "          ./freshet stream tail order_events --from 10m --max 5 --json"
    })
final class TailCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(500);

  @Parameters(paramLabel = "STREAM", description = "The stream, by its contract's name")
  private String stream;

  @Option(
      names = "--from",
      paramLabel = "PLACE",
      defaultValue = "latest",
      description = {
        "earliest, latest, an offset, a time such as 2026-03-01T10:00:00Z, or how",
        "long ago, such as 10m. Default: ${DEFAULT-VALUE}"
      })
  private String from;

  @Option(
      names = "--where",
      paramLabel = "COLUMN=VALUE",
      description = "Only events whose column has this value; more than one: all hold")
  private List<String> where = new ArrayList<>();

  @Option(names = "--max", paramLabel = "N", description = "End after so many lines")
  private Long max;

  @Option(names = "--until-now", description = "End with what the stream holds by now")
  private boolean untilNow;

  @Mixin private EventsOutput output;
  @Mixin private Workspace workspace;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Contract contract = StreamContracts.require(workspace, stream);
    RoleView view = output.view(contract);
    List<Condition> conditions =
        where.stream().map(text -> Condition.parse(text, contract, view)).toList();
    StreamStart start = StreamStart.parse(from, Instant.now());
    PrintWriter err = spec.commandLine().getErr();
    try (StreamReader reader = open(contract);
        EventPrinter printer = output.printer(contract, view, spec.commandLine().getOut())) {
      reader.seek(start);
      output.notices(contract, view).forEach(err::println);
      ShownEvents shown =
          new ShownEvents(
              view, conditions, printer, output.tests(), max == null ? Long.MAX_VALUE : max);
      int exitCode = follow(reader, shown, printer);
      err.println(shown.summary());

      return exitCode;
    }
  }

  private StreamReader open(Contract contract) {
    Settings settings = workspace.settings();

    return StreamReader.open(
        KafkaSettings.from(settings),
        new HttpSchemaRegistry(RegistrySettings.from(settings)),
        contract);
  }

  private int follow(StreamReader reader, ShownEvents shown, EventPrinter printer) {
    Optional<Map<Integer, Long>> ends = untilNow ? Optional.of(reader.ends()) : Optional.empty();
    try {
      while (!shown.isFull()
          && !printer.isCutOff()
          && !ends.filter(reader::hasReached).isPresent()) {
        for (Received received : reader.poll(POLL)) {
          boolean isLater = ends.filter(end -> isBehind(received, end)).isPresent();
          if (!isLater && !shown.isFull()) {
            shown.show(received);
          }
        }
      }

      return 0;
    } catch (FreshetException e) {
      if (!Failures.isInterruption(e)) {
        throw e;
      }
      // Ctrl-C is how it ends; what is still to do must not be interrupted by it.
      Thread.interrupted();

      return Failures.INTERRUPTED;
    }
  }

  private static boolean isBehind(Received received, Map<Integer, Long> ends) {
    return received.position().offset() >= ends.get(received.position().partition());
  }
}
