package io.freshet.cli.bench;

import io.freshet.bench.BenchResult;
import io.freshet.bench.Run;
import io.freshet.bench.Stage;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.output.TextTable;
import io.freshet.cli.platform.Pipeline;
import io.freshet.cli.platform.ProgressPrinter;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.local.Part;
import io.freshet.local.ProgressListener;
import io.freshet.local.StateFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every bench does: a fresh platform, the measurement, the result, and nothing left over. */
final class BenchRun {
  private static final String FOLDER = ".freshet-bench";

  @Option(
      names = "--state",
      paramLabel = "FOLDER",
      description = "State folder of the bench's platform, deleted afterwards. Default: " + FOLDER)
  private Path folder;

  @Mixin private JsonOption json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** The measurement itself. */
  @FunctionalInterface
  interface Measurement {
    BenchResult on(Stage stage, Pipeline pipeline) throws Exception;
  }

  int run(long operations, Measurement measurement) throws Exception {
    if (operations < 1) {
      throw new InvalidSettingException("The number of events", operations, "at least 1");
    }
    ProgressListener progress = new ProgressPrinter(spec.commandLine().getErr());
    Workspace workspace = Workspace.of(new StateFolder(chosenFolder()));
    try (OwnPlatform own = OwnPlatform.claim(workspace.platform(), progress)) {
      Pipeline pipeline = new Pipeline(workspace);
      pipeline.prepare(EnumSet.complementOf(EnumSet.of(Part.TRINO)), progress);
      Stage stage = new Stage(own.platform(), workspace.modules(), progress);
      BenchResult result = measurement.on(stage, pipeline);
      PrintWriter out = spec.commandLine().getOut();
      json.write(result.json(), out);
      if (!json.replacesText()) {
        print(result, out);
      }

      return result.ok() ? 0 : 1;
    }
  }

  private Path chosenFolder() {
    return folder == null ? new Workspace().modules().project().resolve(FOLDER) : folder;
  }

  private static void print(BenchResult result, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "Bench %s on %d processors (%s), Java %s, load %.1f before it began%n%n",
        result.bench(),
        result.machine().processors(),
        result.machine().model(),
        result.machine().java(),
        result.machine().load());
    TextTable table =
        new TextTable(
            "run",
            "operations",
            "CPU-s",
            "with start",
            "per CPU-s",
            "CPU µs each",
            "bytes/row",
            "wall s",
            "peak",
            "");
    for (Run run : result.runs()) {
      table.row(
          run.heat() == Run.Heat.WARM ? run.name() + ", warm" : run.name(),
          Amounts.count(run.operations()),
          number(run.effort().cpuSeconds()),
          run.withStart().map(whole -> number(whole.cpuSeconds())).orElse(""),
          Amounts.count(Math.round(run.operationsPerCpuSecond())),
          number(run.cpuMicrosPerOperation()),
          run.bytesPerRow().isPresent() ? number(run.bytesPerRow().getAsDouble()) : "",
          number(run.effort().seconds()),
          run.peakMegabytes() + " MB",
          comparison(result, run).orElse(""));
    }
    table.print(out);
    result.findings().forEach(finding -> out.println("WRONG  " + finding));
    out.flush();
  }

  /** What we take beside a peer; the warm beside the warm where there is one of ours. */
  private static Optional<String> comparison(BenchResult result, Run run) {
    if (run.standing() == Run.Standing.OURS || run.cpuMicrosPerOperation() == 0) {
      return Optional.empty();
    }

    return result
        .counterpart(run)
        .map(
            ours ->
                String.format(
                    Locale.ROOT,
                    "we take %.1f times its CPU",
                    ours.cpuMicrosPerOperation() / run.cpuMicrosPerOperation()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
