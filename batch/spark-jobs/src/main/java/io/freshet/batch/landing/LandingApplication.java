package io.freshet.batch.landing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.batch.lake.LakeSession;
import io.freshet.batch.process.ProcessOptions;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.stream.AwaitedProducer;
import io.freshet.core.lake.CommitAnnouncement;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lands files in a contract's table, each once. */
@Command(name = "land", description = "Lands files in a contract's table, each once.")
public final class LandingApplication implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(LandingApplication.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--contract", required = true, description = "Whose table takes the rows")
  private String contract;

  @Option(names = "--from", required = true, description = "A file, a folder or a pattern")
  private List<String> from;

  @Option(names = "--format", description = "csv, json or parquet; default: as names end")
  private FileFormat format;

  @Option(
      names = "--map",
      paramLabel = "CONTRACT_COLUMN=FILE_COLUMN",
      description = "A column that has another name in the files")
  private Map<String, String> renamed = Map.of();

  @Option(names = "--leave-out", split = ",", description = "Columns of files that nobody needs")
  private Set<String> leftOut = Set.of();

  @Option(
      names = "--changed-is-new",
      description = "Land a file that was changed as one of its own; default: refuse it")
  private boolean changedIsNew;

  @Option(names = "--dry-run", description = "Say which files would be landed, and change nothing")
  private boolean dryRun;

  @Mixin private ProcessOptions options;

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new LandingApplication())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) ->
                command.<LandingApplication>getCommand().options.report("Landing", failure, log))
        .execute(arguments);
  }

  @Override
  public Integer call() throws IOException {
    Path profile = options.profile();
    Settings settings = Settings.load(profile, System.getenv(), Map.of());
    LakeSettings lake = LakeSettings.from(settings);
    String contractsPath = settings.text("contracts.path", "contracts");
    Path receipts =
        Path.of(
            settings.text(
                "receipts.path", profile.toAbsolutePath().resolveSibling("receipts").toString()));
    settings.refuseUnknown(List.of("contracts."));
    log.info("Settings in force {}", settings.effective());
    Contracts contracts = Contracts.read(Path.of(contractsPath));
    Map<String, String> catalog = new HashMap<>(lake.icebergProperties());
    catalog.put("type", "rest");

    // Opened first: where Kafka is away, nothing is landed in vain.
    try (AwaitedProducer commits =
            AwaitedProducer.open(contracts.tableCommits(), settings, "/freshet/land");
        SparkSession spark = LakeSession.open("land " + contract, catalog, Map.of())) {
      Landing landing =
          new Landing(
              spark, contracts, CommitAnnouncement.by(commits::deliver), InstantSource.system());
      options.print(land(landing, receipts));

      return 0;
    }
  }

  private ObjectNode land(Landing landing, Path receipts) throws IOException {
    Order order =
        new Order(
            contract,
            from,
            Optional.ofNullable(format),
            new ColumnChoice(renamed, leftOut),
            changedIsNew ? LandingPlan.Changed.ANOTHER_FILE : LandingPlan.Changed.REFUSED);
    Effort.Meter meter = Effort.start();
    ObjectNode root = JSON.createObjectNode().put("ok", true);
    LandingReport report = dryRun ? landing.plan(order) : landing.land(order);
    report.writePlan(root);
    if (dryRun) {
      root.putNull("receipt");
      return root;
    }
    ObjectNode receipt = report.writeReceipt(root);
    Effort effort = meter.read();
    receipt.put("seconds", effort.seconds()).put("cpu_seconds", effort.cpuSeconds());
    if (report.snapshot().isPresent()) {
      Path file =
          receipts.resolve("land-%s-%d.json".formatted(contract, Instant.now().toEpochMilli()));
      receipt.put("at", Instant.now().toString()).put("file", file.toString());
      Files.createDirectories(receipts);
      Files.writeString(file, root.toPrettyString() + System.lineSeparator());
    }

    return root;
  }
}
