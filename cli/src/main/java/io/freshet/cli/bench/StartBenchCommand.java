package io.freshet.cli.bench;

import io.freshet.bench.Machine;
import io.freshet.bench.start.Start;
import io.freshet.bench.start.StartBench;
import io.freshet.bench.start.StartKind;
import io.freshet.bench.start.StartResult;
import io.freshet.bench.start.StartStep;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.TextTable;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.local.ProgressListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "start",
    description = {
      "How long a newcomer waits: clones the commit that is checked out here, types ./freshet demo"
          + " there, and looks at the console until it shows live data.",
      "warm: a new clone, your caches. again: the same clone once more. cold: a new clone and no"
          + " cache, which fetches some GB and is as fast as the network."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet bench start --only warm,again --json start.json",
      "          ./freshet bench start --only cold"
    })
final class StartBenchCommand implements Callable<Integer> {
  @Option(
      names = "--only",
      paramLabel = "START",
      split = ",",
      description = "Measure these alone; of ${COMPLETION-CANDIDATES}")
  private List<StartKind> only = List.of();

  @Mixin private BenchRun run;

  @Override
  public Integer call() throws Exception {
    List<List<StartKind>> clones = clones(only);
    Machine machine = Machine.here();
    ProgressListener progress = run.progress();
    Path project = new Workspace().modules().project();
    StartBench bench = new StartBench(project, System.getenv(), progress);
    List<StartBench.Clone> done = new ArrayList<>();
    for (List<StartKind> kinds : clones) {
      try (OwnPlatform own = run.claim(progress)) {
        done.add(bench.run(own.platform(), kinds));
      }
    }

    return run.tell(
        new StartResult(
            machine,
            done.get(0).checkout().commit(),
            done.get(0).checkout().uncommitted(),
            done.stream().flatMap(clone -> clone.starts().stream()).toList()),
        StartBenchCommand::print);
  }

  /**
   * The starts of each clone; the second start follows the first one that there is.
   *
   * @param only empty for all
   */
  static List<List<StartKind>> clones(List<StartKind> only) {
    List<StartKind> wanted = only.isEmpty() ? List.of(StartKind.values()) : only;
    List<List<StartKind>> clones = new ArrayList<>();
    for (StartKind first : List.of(StartKind.WARM, StartKind.COLD)) {
      if (wanted.contains(first)) {
        clones.add(
            clones.isEmpty() && wanted.contains(StartKind.AGAIN)
                ? List.of(first, StartKind.AGAIN)
                : List.of(first));
      }
    }
    if (clones.isEmpty()) {
      throw new InvalidSettingException(
          "--only", "again", "beside warm or cold: it is a second start in the clone of the first");
    }

    return clones;
  }

  private static void print(StartResult result, PrintWriter out) {
    out.printf(
        "Commit %s%s, seconds since ./freshet demo was typed%n%n",
        result.commit(),
        result.uncommitted() == 0
            ? ""
            : ", without %d files that were not committed".formatted(result.uncommitted()));
    TextTable table = new TextTable("start", "until", "seconds", "CPU-seconds");
    for (Start start : result.runs()) {
      for (StartStep step : StartStep.values()) {
        start.step(step).ifPresent(effort -> row(table, start, step.label(), effort));
      }
    }
    table.print(out);
    out.println();
    result.runs().forEach(start -> out.println(summary(start)));
    out.printf(
        "Held against %d s from the clone to live data, for whoever starts for the first time.%n",
        StartResult.PROMISED.toSeconds());
  }

  private static void row(TextTable table, Start start, String step, Effort effort) {
    table.row(
        start.kind().label(),
        step,
        String.format(Locale.ROOT, "%.1f", effort.seconds()),
        String.format(Locale.ROOT, "%.1f", effort.cpuSeconds()));
  }

  private static String summary(Start start) {
    String clone =
        start.cloneSeconds().isPresent()
            ? String.format(
                Locale.ROOT,
                "cloned in %.1f s from this disk, ",
                start.cloneSeconds().getAsDouble())
            : "";
    String live =
        start.secondsToLivePage().isPresent()
            ? String.format(
                Locale.ROOT, "a live page after %.1f s, ", start.secondsToLivePage().getAsDouble())
            : "";
    String caches =
        start.cacheBytes().isEmpty()
            ? ""
            : start.cacheBytes().entrySet().stream()
                .map(each -> "%s %d MB".formatted(each.getKey(), each.getValue() / 1_000_000))
                .sorted()
                .collect(Collectors.joining(", ", "; now in the caches: ", ""));

    return "%s: %s%sat most %d MB of memory, %d MB received by this machine%s"
        .formatted(
            start.kind().label(),
            clone,
            live,
            start.peakMegabytes(),
            start.receivedBytes() / 1_000_000,
            caches);
  }
}
