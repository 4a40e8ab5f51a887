package io.freshet.cli.probe;

import io.freshet.assurance.log.Log;
import io.freshet.assurance.probe.Probe;
import io.freshet.assurance.probe.Probed;
import io.freshet.assurance.probe.Way;
import io.freshet.cli.Failures;
import io.freshet.cli.Workspace;
import io.freshet.cli.lake.Proofs;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.iceberg.catalog.Catalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "probe",
    description = {
      "Measures how long an event takes into its table, also while nobody sends any.",
      "Sends copies that are marked as tests: no table, figure or screen shows them.",
      "Goes on until Ctrl-C. Exit code 1 when one took longer than its table's budget."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet probe dasher_pings --every 10s",
      "          ./freshet probe dasher_pings --via gateway --keep",
      "          ./freshet probe --times 1 --json -"
    })
public final class ProbeCommand implements Callable<Integer> {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  @Parameters(
      arity = "0..*",
      paramLabel = "STREAM",
      description = "Streams, by their contracts' names; default: all that have a table")
  private List<String> names = List.of();

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "10s",
      description =
          "Between two events of a stream, if the first is counted by then. Default:"
              + " ${DEFAULT-VALUE}")
  private Duration every;

  @Option(names = "--times", paramLabel = "N", description = "End after so many events of each")
  private Long times;

  @Option(
      names = "--via",
      defaultValue = "kafka",
      description =
          "How events come: by kafka, or over HTTP by the gateway at probe.gateway-url, with keys"
              + " of the file probe.gateway-keys. Default: ${DEFAULT-VALUE}")
  private Via via;

  @Option(
      names = "--keep",
      description = "Keep what is measured in the table freshness_history as well")
  private boolean keep;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  /** What takes the events to their streams. */
  enum Via {
    KAFKA,
    GATEWAY
  }

  @Override
  public Integer call() throws Exception {
    if (every.compareTo(SHORTEST) < 0) {
      throw new InvalidSettingException(
          "--every", Durations.print(every), "at least " + Durations.print(SHORTEST));
    }
    if (times != null && times < 1) {
      throw new InvalidSettingException("--times", times, "at least 1");
    }
    ProbeReport report = new ProbeReport();
    boolean isInterrupted = isInterrupted(report);
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      report.print(out);
    }
    json.write(report.json(), out);
    if (!report.ok()) {
      return 1;
    }

    return isInterrupted ? Failures.INTERRUPTED : 0;
  }

  /** Probes to the end; whether that was Ctrl-C. */
  private boolean isInterrupted(ProbeReport report) throws Exception {
    Way way = way();
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog;
        Log log = Log.open(workspace.kafka());
        Probe probe = Probe.open(streams(), way, catalog, log);
        ProbeHistory history = history()) {
      long most = times == null ? Long.MAX_VALUE : times;
      new ProbeRun(probe, every, most, report, history::keep, this::tell).run();

      return false;
    } catch (InterruptedException | RuntimeException e) {
      if (!Failures.isInterruption(e)) {
        throw e;
      }
      // Ctrl-C is how it ends; what is still to do must not be interrupted by it.
      Thread.interrupted();

      return true;
    }
  }

  private void tell(String line) {
    spec.commandLine().getErr().println(line);
  }

  /** Such as {@code dasher_pings in the log after 0.0 s, in the table 7.3 s later}. */
  static String describe(Probed probed) {
    String answer =
        probed
            .toAnswer()
            .map(wait -> "answered after %d ms, ".formatted(wait.toMillis()))
            .orElse("");
    String fate =
        probed
            .toTable()
            .map(
                wait ->
                    "in the log after %s, in the table %s later"
                        .formatted(Amounts.age(probed.toLog()), Amounts.age(wait)))
            .orElseGet(
                () ->
                    "not in the table within its budget, %s"
                        .formatted(Amounts.age(probed.budget())));

    return "%s  %s%s".formatted(probed.stream(), answer, fate);
  }

  private Way way() {
    Way byKafka = new Way(workspace.kafka(), registry());

    return via == Via.GATEWAY ? byKafka.through(ProbeSettings.of(workspace).gateway()) : byKafka;
  }

  private ProbeHistory history() {
    return keep
        ? ProbeHistory.open(workspace.contracts(), workspace.kafka(), registry())
        : ProbeHistory.none();
  }

  private HttpSchemaRegistry registry() {
    return new HttpSchemaRegistry(RegistrySettings.from(workspace.settings()));
  }

  private List<Contract> streams() {
    Contracts contracts = workspace.contracts();

    return names.isEmpty()
        ? streams(contracts, via)
        : names.stream().distinct().map(contracts::require).toList();
  }

  /** All that have a table; by the gateway those alone into which it lets anybody send. */
  static List<Contract> streams(Contracts contracts, Via via) {
    return Proofs.streamTables(contracts).stream()
        .filter(
            contract ->
                via == Via.KAFKA || !contract.requireStream().intake().producers().isEmpty())
        .toList();
  }
}
