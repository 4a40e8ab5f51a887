package io.freshet.cli.bench;

import io.freshet.bench.BenchOutcome;
import io.freshet.bench.Stage;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.platform.Pipeline;
import io.freshet.cli.platform.ProgressPrinter;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.local.Part;
import io.freshet.local.ProgressListener;
import io.freshet.local.StateFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every bench does: a fresh platform, the measurement, the result, and nothing left over. */
final class BenchRun {
  /** What a data path needs: neither Trino nor anybody who is told of lineage. */
  static final Set<Part> WITHOUT_TRINO =
      EnumSet.complementOf(EnumSet.of(Part.TRINO, Part.LINEAGE, Part.CONSOLE));

  static final Set<Part> WITH_TRINO = EnumSet.complementOf(EnumSet.of(Part.LINEAGE, Part.CONSOLE));

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
  interface Measurement<T extends BenchOutcome> {
    T on(Stage stage, Pipeline pipeline, Workspace workspace) throws Exception;
  }

  /** Prints the figures for people. */
  @FunctionalInterface
  interface Table<T extends BenchOutcome> {
    void print(T result, PrintWriter out);
  }

  /**
   * @param option such as {@code --rows}
   */
  static void requirePositive(String option, long count) {
    if (count < 1) {
      throw new InvalidSettingException(option, count, "at least 1");
    }
  }

  static void requireAtLeast(String option, Duration least, Duration value) {
    if (value.compareTo(least) < 0) {
      throw new InvalidSettingException(
          option, Durations.print(value), "at least " + Durations.print(least));
    }
  }

  <T extends BenchOutcome> int run(Set<Part> parts, Measurement<T> measurement, Table<T> table)
      throws Exception {
    ProgressListener progress = progress();
    Workspace workspace = workspace();
    try (OwnPlatform own = OwnPlatform.claim(workspace.platform(), progress)) {
      Pipeline pipeline = new Pipeline(workspace);
      pipeline.prepare(parts, progress);
      Stage stage = new Stage(own.platform(), workspace.modules(), progress);

      return tell(measurement.on(stage, pipeline, workspace), table);
    }
  }

  /** A platform of the bench's own of which nothing is up yet. */
  OwnPlatform claim(ProgressListener progress) {
    return OwnPlatform.claim(workspace().platform(), progress);
  }

  ProgressListener progress() {
    return new ProgressPrinter(spec.commandLine().getErr());
  }

  private Workspace workspace() {
    return Workspace.of(new StateFolder(chosenFolder()));
  }

  /** Prints the result; returns the exit code that follows from it. */
  <T extends BenchOutcome> int tell(T result, Table<T> table) {
    PrintWriter out = spec.commandLine().getOut();
    json.write(result.json(), out);
    if (!json.replacesText()) {
      printMachine(result, out);
      table.print(result, out);
      result.findings().forEach(finding -> out.println("WRONG  " + finding));
      out.flush();
    }

    return result.ok() ? 0 : 1;
  }

  private Path chosenFolder() {
    return folder == null ? new Workspace().modules().project().resolve(FOLDER) : folder;
  }

  static void printMachine(BenchOutcome result, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "Bench %s on %d processors (%s), Java %s, load %.1f before it began%n%n",
        result.bench(),
        result.machine().processors(),
        result.machine().model(),
        result.machine().java(),
        result.machine().load());
  }
}
