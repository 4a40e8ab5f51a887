package io.freshet.cli.bench;

import io.freshet.bench.console.ConsoleBench;
import io.freshet.bench.console.ConsoleResult;
import io.freshet.cli.Workspace;
import io.freshet.cli.console.ConsoleProgram;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import io.freshet.cli.page.PageServer;
import io.freshet.cli.page.PortOption;
import io.freshet.cli.page.ServerModule;
import io.freshet.core.toolkit.InvalidSettingException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "console",
    description = {
      "How long each page of the console takes with many tables, one of which has many files, while"
          + " it measures them.",
      "Tables, topics and metadata are real, and empty. With 10000 tables it takes a quarter of an"
          + " hour at least."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet bench console --tables 1000 --files 10000 --json pages.json"
    })
final class ConsoleBenchCommand implements Callable<Integer> {
  private static final int MOST_TABLES = 10_000;
  private static final int LEAST_TABLES = 100;
  private static final int TABLES_FOR_A_LATE_ONE = 100;
  private static final Pattern HEAP = Pattern.compile("[1-9]\\d*[mg]");

  @Option(
      names = "--tables",
      defaultValue = "10000",
      description = "How many. Default: ${DEFAULT-VALUE}")
  private int tables;

  @Option(
      names = "--late",
      paramLabel = "TABLES",
      description = "For how many of them something waits too long. Default: a hundredth")
  private Integer late;

  @Option(
      names = "--files",
      defaultValue = "100000",
      description = "Of one table. Default: ${DEFAULT-VALUE}")
  private int files;

  @Option(
      names = "--requests",
      defaultValue = "200",
      description = "Of each page. Default: ${DEFAULT-VALUE}")
  private int requests;

  @Option(
      names = "--browsers",
      defaultValue = "2",
      description = "That ask at once. Default: ${DEFAULT-VALUE}")
  private int browsers;

  @Option(
      names = "--heap",
      defaultValue = "1g",
      description = "Of the console. Default: ${DEFAULT-VALUE}")
  private String heap;

  @Mixin private BenchRun run;

  @Override
  public Integer call() throws Exception {
    if (tables < LEAST_TABLES || tables > MOST_TABLES) {
      throw new InvalidSettingException(
          "--tables", tables, "between %d and %d".formatted(LEAST_TABLES, MOST_TABLES));
    }
    int waiting = late == null ? tables / TABLES_FOR_A_LATE_ONE : late;
    if (waiting < 0 || waiting > tables) {
      throw new InvalidSettingException("--late", waiting, "between 0 and " + tables);
    }
    BenchRun.requirePositive("--files", files);
    BenchRun.requirePositive("--requests", requests);
    BenchRun.requirePositive("--browsers", browsers);
    if (!HEAP.matcher(heap).matches()) {
      throw new InvalidSettingException("--heap", heap, "such as 512m or 1g");
    }

    return run.run(
        BenchRun.WITHOUT_TRINO,
        (stage, pipeline, workspace) ->
            new ConsoleBench(stage, contracts -> console(workspace, contracts))
                .run(new ConsoleBench.Plan(tables, waiting, files, requests, browsers)),
        ConsoleBenchCommand::print);
  }

  private ConsoleBench.Console console(Workspace workspace, Path contracts) throws Exception {
    ServerModule shipped = ConsoleProgram.MODULE;
    ServerModule module =
        new ServerModule(
            shipped.name(), shipped.part(), shipped.folder(), shipped.mainClass(), heap);
    PageServer server =
        PageServer.start(
            module.program(
                workspace,
                PortOption.any(),
                Map.of("contracts.path", contracts.toString(), "history.rows-per-minute", "0")));
    server.awaitAnswer();

    return new RunningConsole(server);
  }

  /** It ends with this object. */
  private record RunningConsole(PageServer server) implements ConsoleBench.Console {
    @Override
    public URI address() {
      return URI.create(server.address());
    }

    @Override
    public long pid() {
      return server.pid();
    }

    @Override
    public void close() {
      server.close();
    }
  }

  private static void print(ConsoleResult result, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%,d tables, of which %,d are late; one has %,d files; %d browsers ask at once%n"
            + "All tables were measured after %.0f s; the console held %d MB at most%n%n",
        result.plan().tables(),
        result.plan().late(),
        result.plan().files(),
        result.plan().browsers(),
        result.held().roundSeconds(),
        result.held().peakMegabytes());
    TextTable table = new TextTable("page", "p50 ms", "p99 ms", "max ms", "kB", "promised");
    for (ConsoleResult.Page page : result.runs()) {
      table.row(
          page.name(),
          String.format(Locale.ROOT, "%.1f", page.latency().p50()),
          String.format(Locale.ROOT, "%.1f", page.latency().p99()),
          String.format(Locale.ROOT, "%.1f", page.maxMillis()),
          Amounts.count(Math.round(page.bytes() / 1e3)),
          page.isPromised() ? ConsoleResult.PROMISED_MILLIS + " ms" : "");
    }
    table.print(out);
  }
}
