package io.freshet.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.batch.lineage.SparkLineage;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.stream.AwaitedProducer;
import io.freshet.core.lake.CommitAnnouncement;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.LineageSettings;
import io.freshet.core.toolkit.NearestName;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Computes whole days of a derived table and publishes each once it has passed its checks. */
@Command(
    name = "nightly",
    description = "Computes whole days of a derived table; running a day twice changes nothing.")
public final class NightlyApplication implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(NightlyApplication.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STANDARD_OUTPUT = "-";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text")
  private boolean help;

  @Option(names = "--job", required = true, description = "Which nightly to run")
  private String job;

  @Option(names = "--day", description = "The local day to compute, as 2008-05-19")
  private LocalDate day;

  @Option(names = "--from", description = "The first of several days")
  private LocalDate from;

  @Option(names = "--to", description = "The last of several days; it is computed as well")
  private LocalDate to;

  @Option(names = "--profile", description = "Settings; FRESHET_PROFILE where it is left out")
  private Path profile;

  @Option(
      names = "--json",
      defaultValue = STANDARD_OUTPUT,
      description = "Where the summary goes; - is standard output")
  private String json;

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new NightlyApplication())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> command.<NightlyApplication>getCommand().report(failure))
        .execute(arguments);
  }

  /** The reason, for the log and as the result; the stack trace too where it is our bug. */
  private int report(Exception failure) throws IOException {
    Fault fault = LakeFailures.fault(failure);
    String reason = LakeFailures.reason(failure);
    if (fault == Fault.OURS) {
      log.error("Nightly failed", failure);
    } else {
      log.error("{}", reason);
    }
    print(JSON.createObjectNode().put("ok", false).put("failure", reason));

    return fault.exitCode();
  }

  @Override
  public Integer call() throws IOException {
    NightlyJob nightly = job(job);
    List<LocalDate> days = days();
    Settings settings = Settings.load(profile(), System.getenv(), Map.of());
    LakeSettings lake = LakeSettings.from(settings);
    LineageSettings told = LineageSettings.from(settings);
    String contractsPath = settings.text("contracts.path", "contracts");
    settings.refuseUnknown(List.of("nightly.", "contracts."));
    log.info("Settings in force {}", settings.effective());
    Contracts contracts = Contracts.read(Path.of(contractsPath));
    Map<String, String> catalog = new HashMap<>(lake.icebergProperties());
    catalog.put("type", "rest");

    Effort.Meter meter = Effort.start();
    // Opened first: where Kafka is away, nothing is computed in vain.
    try (AwaitedProducer commits =
            AwaitedProducer.open(contracts.tableCommits(), settings, "/freshet/nightly");
        SparkSession spark =
            LakeSession.open("nightly " + job, catalog, lineage(nightly, told, contracts))) {
      NightlyReport report =
          new NightlyRunner(
                  spark,
                  name -> TableLayout.name(contracts.require(name)),
                  CommitAnnouncement.by(commits::deliver))
              .run(nightly, days);
      print(
          summary(
              nightly,
              TableLayout.name(contracts.require(nightly.output())).toString(),
              report,
              meter.read()));

      return report.fault().map(Fault::exitCode).orElse(0);
    }
  }

  private static Map<String, String> lineage(
      NightlyJob nightly, LineageSettings settings, Contracts contracts) {
    return SparkLineage.configuration(
        settings,
        "nightly." + nightly.name(),
        nightly.inputs().stream()
            .map(input -> TableLayout.name(contracts.require(input)).toString())
            .toList());
  }

  private static NightlyJob job(String name) {
    Map<String, NightlyJob> jobs = new TreeMap<>();
    for (NightlyJob known : List.<NightlyJob>of(new DasherEfficiencyJob())) {
      jobs.put(known.name(), known);
    }
    if (!jobs.containsKey(name)) {
      throw new FreshetException(
          Fault.CALLER,
          "There is no nightly %s%s".formatted(name, NearestName.hint(name, jobs.keySet())));
    }

    return jobs.get(name);
  }

  private List<LocalDate> days() {
    if (day != null && from == null && to == null) {
      return List.of(day);
    }
    if (day == null && from != null && to != null && !to.isBefore(from)) {
      return from.datesUntil(to.plusDays(1)).toList();
    }
    throw new FreshetException(
        Fault.CALLER, "Say which days: --day 2008-05-19, or --from and --to in that order");
  }

  private Path profile() {
    String file = profile == null ? System.getenv("FRESHET_PROFILE") : profile.toString();
    if (file == null) {
      throw new FreshetException(
          Fault.CALLER, "No profile is given; name one by --profile or by FRESHET_PROFILE");
    }

    return Path.of(file);
  }

  private static ObjectNode summary(
      NightlyJob job, String table, NightlyReport report, Effort effort) {
    ObjectNode root = JSON.createObjectNode();
    root.put("ok", report.ok()).put("job", job.name()).put("table", table);
    report.writeTo(root);
    root.put("seconds", effort.seconds()).put("cpu_seconds", effort.cpuSeconds());

    return root;
  }

  private void print(ObjectNode summary) throws IOException {
    String text = summary.toPrettyString() + "\n";
    if (json.equals(STANDARD_OUTPUT)) {
      System.out.print(text);
    } else {
      Files.writeString(Path.of(json), text);
    }
  }
}
