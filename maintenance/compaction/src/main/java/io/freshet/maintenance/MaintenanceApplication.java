package io.freshet.maintenance;

import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.stream.AwaitedProducer;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.CommitAnnouncement;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.process.FailedWork;
import io.freshet.core.process.ProcessOptions;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.ReceiptPlace;
import io.freshet.core.toolkit.Settings;
import io.freshet.maintenance.clock.AgreedClock;
import io.freshet.maintenance.clock.RoundClock;
import io.freshet.maintenance.plan.Policy;
import io.freshet.maintenance.retention.KafkaLogBegins;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Maintains tables: rows past retention, small files, old snapshots, orphans; only what pays. */
@Command(
    name = "maintain",
    description =
        "Lets rows past their contract's retention go, merges small files, expires snapshots and"
            + " removes orphans, where it pays.")
public final class MaintenanceApplication implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(MaintenanceApplication.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

  @Option(names = "--table", description = "A table, as raw.dasher_pings; may be repeated")
  private List<String> tables = new ArrayList<>();

  @Option(names = "--all", description = "Every table of the catalog")
  private boolean all;

  @Option(names = "--dry-run", description = "Print the plan and change nothing")
  private boolean dryRun;

  @Option(
      names = "--every",
      description = "Again and again, so long after each round, until it is stopped; 1s or longer")
  private Duration every;

  @Mixin private ProcessOptions options;

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return ProcessOptions.execute(
        new CommandLine(new MaintenanceApplication()),
        new FailedWork("Maintenance", LakeFailures::fault, Report::failed),
        arguments);
  }

  @Override
  public Integer call() throws Exception {
    List<TableIdentifier> named = named();
    refuseWrongRounds();
    Settings settings = options.settings();
    LakeSettings lake = LakeSettings.from(settings);
    Policy policy = Policy.from(settings);
    RoundSettings rounds = RoundSettings.from(settings);
    ReceiptPlace place = ReceiptPlace.of(settings, options.profile());
    RoundReceipts receipts =
        new RoundReceipts(dryRun ? place.folder() : place.writable(), rounds.keepReceipts());
    Ending ending = new Ending();
    String contractsPath = settings.text("contracts.path", "contracts");
    Set<String> goneTopics = KafkaLogBegins.goneTopics(settings);
    settings.refuseUnknown(List.of("maintenance.", "contracts."));
    log.info("Settings in force {}", settings.effective());
    Map<String, String> properties = new HashMap<>(lake.icebergProperties());
    properties.put("type", "rest");
    Catalog catalog = LakeCatalog.open(lake);
    RoundClock clock = AgreedClock.of(lake);

    try (AutoCloseable closing = (AutoCloseable) catalog;
        LakeSession spark = LakeSession.of("maintenance", properties)) {
      Function<KafkaSide, Maintenance> beside =
          kafka ->
              new Maintenance(
                  catalog, spark, policy, History.read(receipts.folder()), clock, kafka, ending);
      if (dryRun) {
        Maintenance maintenance = beside.apply(nobodyIsTold());
        Report report = maintenance.plan(chosen(maintenance, named));
        options.print(report.dryRun());

        return exitCode(report);
      }
      Contracts contracts = Contracts.read(Path.of(contractsPath));
      try (AwaitedProducer commits =
          AwaitedProducer.open(contracts.tableCommits(), settings, "/freshet/maintenance")) {
        KafkaSide kafka =
            new KafkaSide(
                CommitAnnouncement.by(commits::deliver),
                KafkaLogBegins.of(KafkaSettings.from(settings), goneTopics));
        if (every == null) {
          return exitCode(round(beside.apply(kafka), named, receipts));
        }
        beside.apply(kafka).requireAll(named);
        ending.onSignals(rounds.endWithin(), spark::cancel);
        Rounds.Round round = () -> !round(beside.apply(kafka), named, receipts).isDamaged();

        return new Rounds(every, ending).run(round);
      }
    }
  }

  /** One that had nothing to do leaves no receipt where others follow. */
  private Report round(Maintenance maintenance, List<TableIdentifier> named, RoundReceipts receipts)
      throws IOException {
    Effort.Meter meter = Effort.start();
    Report report = maintenance.run(chosen(maintenance, named));
    Effort effort = meter.read();
    if (every == null) {
      options.print(receipts.ofRun(report, effort));
    } else {
      options.print(report.isIdle() ? report.dryRun() : receipts.ofRound(report, effort));
    }
    log.info(
        "Round ended {} seconds={} cpu_seconds={}",
        report.summary(),
        effort.seconds(),
        effort.cpuSeconds());

    return report;
  }

  private void refuseWrongRounds() {
    if (every != null && (dryRun || every.compareTo(SHORTEST_PAUSE) < 0)) {
      throw new FreshetException(
          Fault.CALLER,
          dryRun
              ? "--every does what is planned; leave it out, or --dry-run"
              : "--every is %s; it must be 1s or longer".formatted(Durations.print(every)));
    }
  }

  /** For a run that commits nothing. */
  private static KafkaSide nobodyIsTold() {
    return new KafkaSide((table, committed, snapshot) -> {}, ledger -> Map.of());
  }

  private List<TableIdentifier> chosen(Maintenance maintenance, List<TableIdentifier> named) {
    return all ? maintenance.allTables() : named;
  }

  private static int exitCode(Report report) {
    return report.fault().map(Fault::exitCode).orElse(0);
  }

  private List<TableIdentifier> named() {
    if (all == !tables.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER, "Say which tables: --all, or --table raw.dasher_pings once or more");
    }
    for (String table : tables) {
      if (!table.matches("[^.]+\\.[^.]+")) {
        throw new FreshetException(
            Fault.CALLER, "%s is no table; write namespace.name".formatted(table));
      }
    }

    return tables.stream().map(TableIdentifier::parse).toList();
  }
}
