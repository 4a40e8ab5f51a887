package io.freshet.cli.bench;

import io.freshet.bench.door.DoorBench;
import io.freshet.bench.door.DoorResult;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.output.TextTable;
import io.freshet.local.fetch.FileTree;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "tls",
    description = {
      "What TLS costs at a door of our servers, beside the same door in the clear.",
      "On connections that stay, and with a new one for each request. Needs no platform."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet bench tls --duration 10s --json tls.json"})
final class TlsBenchCommand implements Callable<Integer> {
  private static final Duration SHORTEST = Duration.ofMillis(100);

  @Option(
      names = "--duration",
      defaultValue = "10s",
      description = "Of each way; as long before to warm up. Default: ${DEFAULT-VALUE}")
  private Duration duration;

  @Option(
      names = "--clients",
      defaultValue = "8",
      description = "How many ask at once. Default: ${DEFAULT-VALUE}")
  private int clients;

  @Option(
      names = "--body-bytes",
      defaultValue = "1024",
      description = "How large what they send is. Default: ${DEFAULT-VALUE}")
  private int bodyBytes;

  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    BenchRun.requirePositive("--clients", clients);
    BenchRun.requirePositive("--body-bytes", bodyBytes);
    BenchRun.requireAtLeast("--duration", SHORTEST, duration);
    Path folder = Files.createTempDirectory("freshet-bench-tls");
    try {
      DoorResult result = new DoorBench(duration, clients, bodyBytes).run(folder);
      PrintWriter out = spec.commandLine().getOut();
      json.write(result.json(), out);
      if (!json.replacesText()) {
        BenchRun.printMachine(result, out);
        print(result, out);
        out.flush();
      }

      return 0;
    } finally {
      FileTree.delete(folder);
    }
  }

  private static void print(DoorResult result, PrintWriter out) {
    TextTable table =
        new TextTable("connections", "requests/s", "CPU µs each", "p50 ms", "p99 ms", "p99.9 ms");
    for (DoorResult.Way way : result.runs()) {
      table.row(
          way.label(),
          String.format(Locale.ROOT, "%,.0f", way.perSecond()),
          String.format(Locale.ROOT, "%.0f", way.cpuMicros()),
          String.format(Locale.ROOT, "%.2f", way.latency().p50()),
          String.format(Locale.ROOT, "%.2f", way.latency().p99()),
          String.format(Locale.ROOT, "%.2f", way.latency().p999()));
    }
    table.print(out);
    out.println("Processor time is that of the door and of its clients, in one process.");
  }
}
