package io.freshet.cli.chaos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.assurance.chaos.FaultKind;
import io.freshet.assurance.chaos.FaultKinds;
import io.freshet.assurance.chaos.Schedule;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.output.TextTable;
import io.freshet.cli.platform.ProgressPrinter;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.local.Part;
import io.freshet.local.StateFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "chaos",
    description = {
      "Lets faults happen to a platform of its own while a marketplace runs, then proves all.",
      "Every table, with each value, every order and every ETA. A seed decides which faults come",
      "when, and replays them. Leaves a receipt; exit code 1 when anything is missing or doubled."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet chaos --duration 10m --seed 7",
      "          ./freshet chaos --list",
      "          ./freshet chaos --kinds process,kafka-* --except trino-killed --dry-run"
    })
public final class ChaosCommand implements Callable<Integer> {
  @Option(
      names = "--duration",
      defaultValue = "10m",
      description = "How long faults come. Default: ${DEFAULT-VALUE}")
  private Duration duration;

  @Option(names = "--seed", description = "Of an earlier run, to replay it; default: a new one")
  private Long seed;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "From a fault to the next, on average. Default: ${DEFAULT-VALUE}")
  private Duration every;

  @Option(
      names = "--rate",
      defaultValue = "200",
      description = "Events per second of the marketplace. Default: ${DEFAULT-VALUE}")
  private double rate;

  @Option(
      names = "--kinds",
      paramLabel = "KIND",
      split = ",",
      description = "Only these: names, beginnings such as kafka-*, groups such as network")
  private List<String> kinds = List.of();

  @Option(
      names = "--except",
      paramLabel = "KIND",
      split = ",",
      description = "All but these; named likewise")
  private List<String> except = List.of();

  @Option(names = "--list", description = "Print the kinds and what must hold after each")
  private boolean list;

  @Option(names = "--dry-run", description = "Print the schedule and do nothing")
  private boolean dryRun;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "The platform's folder, new or of an earlier run. Default: .freshet-chaos")
  private Path state;

  @Option(names = "--keep", description = "Leave the folder, as is done where something failed")
  private boolean keep;

  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out =
        json.replacesText() ? spec.commandLine().getErr() : spec.commandLine().getOut();
    List<FaultKind> chosen = FaultKinds.chosen(kinds, except);
    if (list) {
      List<FaultKind> shown = kinds.isEmpty() ? FaultKinds.chosen(List.of("*"), except) : chosen;
      print(shown, out);
      json.write(kinds(shown), spec.commandLine().getOut());

      return 0;
    }
    if (!(rate > 0)) {
      throw new InvalidSettingException("--rate", rate, "above 0");
    }
    long drawn = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
    Schedule schedule = Schedule.of(drawn, duration, chosen, every);
    if (dryRun) {
      print(schedule, out);
      json.write(schedule(schedule), spec.commandLine().getOut());

      return 0;
    }

    return run(schedule, out);
  }

  private int run(Schedule schedule, PrintWriter out) throws Exception {
    Workspace.requireOwnServers();
    ChaosReport report = new ChaosReport(schedule, replay(schedule.seed()));
    out.printf(
        "%d faults within %s; the same again:  %s%n",
        schedule.faults().size(), Durations.print(duration), replay(schedule.seed()));
    out.flush();
    Path folder = folder();
    try (ChaosPlatform platform =
        ChaosPlatform.claim(
            new StateFolder(folder),
            scheduled(schedule, "disk-full"),
            new ProgressPrinter(spec.commandLine().getErr()))) {
      platform.keep(); // until it is known that nobody needs it
      platform.up(parts(schedule));
      new ChaosStory(platform, out).tell(schedule, rate, report);
      if (report.ok() && !keep) {
        platform.drop();
      }
    }
    Path receipt = write(report);
    json.write(report.json().put("receipt", receipt.toString()), spec.commandLine().getOut());
    report.print(out);
    out.println("Receipt  " + receipt);
    if (Files.exists(folder)) {
      out.printf("The platform is down; its data and logs are in %s%n", folder);
    }
    out.flush();

    return report.ok() ? 0 : 1;
  }

  private Path folder() {
    return state == null
        ? new Workspace().modules().project().resolve(".freshet-chaos")
        : state.toAbsolutePath();
  }

  /** Beside those of the platform that one works with: the run's own folder goes. */
  private static Path write(ChaosReport report) throws IOException {
    Path folder = new Workspace().state().root().resolve("receipts");
    Files.createDirectories(folder);
    Path file = folder.resolve("chaos-%d.json".formatted(Instant.now().toEpochMilli()));
    Files.writeString(file, report.json().toPrettyString() + System.lineSeparator());

    return file;
  }

  private static boolean scheduled(Schedule schedule, String kind) {
    return schedule.faults().stream().anyMatch(fault -> fault.kind().name().equals(kind));
  }

  /** Trino takes 2 GB, and nothing here asks it. */
  private static Set<Part> parts(Schedule schedule) {
    Set<Part> parts = EnumSet.allOf(Part.class);
    if (schedule.faults().stream()
        .noneMatch(fault -> fault.kind().name().startsWith(Part.TRINO.label()))) {
      parts.remove(Part.TRINO);
    }

    return parts;
  }

  private String replay(long drawn) {
    StringBuilder command =
        new StringBuilder(
            "./freshet chaos --seed %d --duration %s --every %s --rate %s"
                .formatted(drawn, Durations.print(duration), Durations.print(every), rate));
    if (!kinds.isEmpty()) {
      command.append(" --kinds '").append(String.join(",", kinds)).append('\'');
    }
    if (!except.isEmpty()) {
      command.append(" --except '").append(String.join(",", except)).append('\'');
    }

    return command.toString();
  }

  private static void print(List<FaultKind> kinds, PrintWriter out) {
    for (FaultKind.Group group : FaultKind.Group.values()) {
      List<FaultKind> some = kinds.stream().filter(kind -> kind.group() == group).toList();
      if (!some.isEmpty()) {
        out.printf(
            "%n%s: afterwards %s%n", group.name().toLowerCase(Locale.ROOT), group.mustHold());
        some.forEach(kind -> print(kind, out));
      }
    }
    out.printf("%n%d kinds%n", kinds.size());
    out.flush();
  }

  private static void print(FaultKind kind, PrintWriter out) {
    out.printf("  %s%n      %s%n", kind.name(), kind.doing());
    if (!kind.mayFollow().isEmpty()) {
      out.printf("      may follow: %s%n", kind.mayFollow());
    }
    if (!kind.mustHold().isEmpty()) {
      out.printf("      must hold: %s%n", kind.mustHold());
    }
    out.printf(
        "      ends: %s%s%s%n",
        kind.longest().isZero()
            ? ""
            : "after %s to %s, "
                .formatted(Durations.print(kind.shortest()), Durations.print(kind.longest())),
        kind.undone(),
        kind.onlyIfNamed() ? "; only where it is named" : "");
  }

  private static ObjectNode kinds(List<FaultKind> kinds) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("ok", true);
    ArrayNode array = root.putArray("kinds");
    for (FaultKind kind : kinds) {
      array
          .addObject()
          .put("name", kind.name())
          .put("group", kind.group().name().toLowerCase(Locale.ROOT))
          .put("doing", kind.doing())
          .put("may_follow", kind.mayFollow())
          .put("must_hold", kind.mustHold())
          .put("undone", kind.undone())
          .put("shortest_seconds", Amounts.seconds(kind.shortest()))
          .put("longest_seconds", Amounts.seconds(kind.longest()))
          .put("only_if_named", kind.onlyIfNamed());
    }

    return root;
  }

  private static void print(Schedule schedule, PrintWriter out) {
    TextTable table = new TextTable("", "at", "fault", "lasting");
    schedule
        .faults()
        .forEach(
            fault ->
                table.row(
                    fault.number(),
                    Amounts.age(fault.at()),
                    fault.kind().name(),
                    Amounts.age(fault.lasting())));
    table.print(out);
    out.printf("Seed %d%n", schedule.seed());
    out.flush();
  }

  private static ObjectNode schedule(Schedule schedule) {
    ObjectNode root =
        JsonNodeFactory.instance.objectNode().put("ok", true).put("seed", schedule.seed());
    ArrayNode array = root.putArray("schedule");
    schedule
        .faults()
        .forEach(
            fault ->
                array
                    .addObject()
                    .put("number", fault.number())
                    .put("at_seconds", Amounts.seconds(fault.at()))
                    .put("kind", fault.kind().name())
                    .put("lasting_seconds", Amounts.seconds(fault.lasting())));

    return root;
  }
}
