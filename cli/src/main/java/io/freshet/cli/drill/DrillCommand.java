package io.freshet.cli.drill;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.drill.Drill.Watching;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.output.TextTable;
import io.freshet.cli.platform.ProgressPrinter;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "drill",
    description = {
      "Makes something wrong on the platform that is up, for an engineer to find and to mend.",
      "A seed picks it, and nobody says what it is. Tells afterwards how long the console took to"
          + " show it, the engineer to name and to mend it, and whether anything is missing or"
          + " doubled. Events come from a small marketplace, which it starts. No data is touched;"
          + " what nobody mends it mends itself, after Ctrl-C as well."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet drill",
      "          ./freshet drill --times 10 --seed 7",
      "          ./freshet drill --list"
    })
public final class DrillCommand implements Callable<Integer> {
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  @Option(names = "--seed", description = "Of an earlier drill, to replay it; default: a new one")
  private Long seed;

  @Option(
      names = "--times",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many faults, one after the other. Default: ${DEFAULT-VALUE}")
  private int times;

  @Option(
      names = "--within",
      paramLabel = "DURATION",
      defaultValue = "30m",
      description = "After which it is mended for the engineer. Default: ${DEFAULT-VALUE}")
  private Duration within;

  @Option(
      names = "--faults",
      paramLabel = "NAME",
      split = ",",
      description = "Only some of these, such as kafka-asleep,writer-stopped. Default: all")
  private List<String> faults = List.of();

  @Option(names = "--list", description = "Print the faults, and what of each the console shows")
  private boolean list;

  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out =
        json.replacesText() ? spec.commandLine().getErr() : spec.commandLine().getOut();
    List<DrillFault> chosen = DrillFaults.chosen(faults);
    if (list) {
      print(chosen, out);
      json.write(listed(chosen), spec.commandLine().getOut());

      return 0;
    }
    if (times < 1) {
      throw new InvalidSettingException("--times", times, "at least 1");
    }
    Workspace workspace = platformThatIsUp();
    long drawn = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
    List<DrillResult> results = new ArrayList<>();
    try {
      run(workspace, DrillFaults.drawn(chosen, times, drawn), results, out);
    } catch (Exception e) {
      if (!results.isEmpty()) {
        keep(report(drawn, results), workspace.receipts(), out, e);
      }
      throw e;
    }
    DrillReport report = report(drawn, results);
    Path receipt = write(report, workspace.receipts());
    report.print(out);
    out.println("Receipt  " + receipt);
    out.flush();
    json.write(report.json().put("receipt", receipt.toString()), spec.commandLine().getOut());

    return report.ok() ? 0 : 1;
  }

  private DrillReport report(long drawn, List<DrillResult> results) {
    return new DrillReport(drawn, replay(drawn), times, results);
  }

  /** What it breaks must be what this machine's commands mend. */
  private static Workspace platformThatIsUp() {
    Workspace.requireOwnServers();
    Workspace workspace = new Workspace();
    if (!workspace.isEmbedded()) {
      throw new FreshetException(
          Fault.CALLER,
          "FRESHET_PROFILE names an installation; drills are held on the embedded platform alone");
    }
    Path unused = workspace.installation(); // refuses one that is down

    return workspace;
  }

  private void run(
      Workspace workspace, List<DrillFault> drawn, List<DrillResult> results, PrintWriter out)
      throws Exception {
    URI address = URI.create("http://127.0.0.1:" + workspace.settings().text("console.port"));
    Drill drill =
        new Drill(
            new PlatformGround(
                workspace,
                new ConsoleSight(address),
                new ProgressPrinter(spec.commandLine().getErr())),
            Engineer.at(
                new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
                InstantSource.system()),
            new Watching(InstantSource.system(), BETWEEN, within),
            out);
    for (DrillFault fault : drawn) {
      results.add(drill.run(fault, address.toString()));
    }
  }

  private String replay(long drawn) {
    return "./freshet drill --seed %d --times %d --within %s%s"
        .formatted(
            drawn,
            times,
            Durations.print(within),
            faults.isEmpty() ? "" : " --faults " + String.join(",", faults));
  }

  /**
   * Writes what came before a drill that broke off.
   *
   * @param why it broke off; takes along that nothing can be written, where that is so
   */
  static void keep(DrillReport report, Path folder, PrintWriter out, Exception why) {
    try {
      out.println("Receipt of what came before this  " + write(report, folder));
    } catch (IOException e) {
      why.addSuppressed(e);
      out.println("No receipt of what came before this: %s".formatted(e));
    }
    out.flush();
  }

  private static Path write(DrillReport report, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("drill-%d.json".formatted(Instant.now().toEpochMilli()));
    Files.writeString(file, report.json().toPrettyString() + System.lineSeparator());

    return file;
  }

  private static void print(List<DrillFault> faults, PrintWriter out) {
    TextTable table = new TextTable("fault", "what it is", "the console shows", "on", "runbook");
    faults.forEach(
        fault ->
            table.row(
                fault.name(),
                fault.doing(),
                fault.sign().words(),
                fault.sign().page(),
                fault.runbook()));
    table.print(out);
    out.flush();
  }

  private static ObjectNode listed(List<DrillFault> faults) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("ok", true);
    ArrayNode array = root.putArray("faults");
    faults.forEach(
        fault ->
            array
                .addObject()
                .put("name", fault.name())
                .put("doing", fault.doing())
                .put("shown_on", fault.sign().page())
                .put("runbook", fault.runbook())
                .put("mended_by", fault.way().mending()));

    return root;
  }
}
