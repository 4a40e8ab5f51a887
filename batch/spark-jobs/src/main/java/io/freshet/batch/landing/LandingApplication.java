package io.freshet.batch.landing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.batch.lake.LakeSession;
import io.freshet.batch.landing.given.ColumnChoice;
import io.freshet.batch.landing.given.FileFormat;
import io.freshet.batch.landing.given.LandingPlan;
import io.freshet.batch.landing.given.NextRange;
import io.freshet.batch.landing.given.StoreFileSystem;
import io.freshet.batch.landing.given.TableRange;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.stream.AwaitedProducer;
import io.freshet.core.lake.CommitAnnouncement;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.process.FailedWork;
import io.freshet.core.process.ProcessOptions;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.ReceiptPlace;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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

  @Option(
      names = "--from",
      required = true,
      description = "A file, a folder or a pattern; or a database, as JDBC names it")
  private List<String> from;

  @Option(names = "--table", description = "Of a database: which rows")
  private String table;

  @Option(names = "--key", description = "Of a database: a column that numbers its rows")
  private String key;

  @Option(names = "--from-key", description = "Of a database: the first number")
  private Long fromKey;

  @Option(names = "--to-key", description = "Of a database: behind the last number")
  private Long toKey;

  @Option(names = "--next", description = "Of a database: how many numbers behind the last range")
  private Long next;

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
    return ProcessOptions.execute(
        new CommandLine(new LandingApplication()).setCaseInsensitiveEnumValuesAllowed(true),
        new FailedWork("Landing", LakeFailures::fault),
        arguments);
  }

  @Override
  public Integer call() throws IOException {
    Order order = order();
    Settings settings = options.settings();
    LakeSettings lake = LakeSettings.from(settings);
    String contractsPath = settings.text("contracts.path", "contracts");
    Path receipts = ReceiptPlace.of(settings, options.profile()).writable();
    LandingSettings landingSettings = LandingSettings.from(settings);
    settings.refuseUnknown(List.of("contracts.", "landing."));
    log.info("Settings in force {}", settings.effective());
    Contracts contracts = Contracts.read(Path.of(contractsPath));
    Map<String, String> catalog = new HashMap<>(lake.icebergProperties());
    catalog.put("type", "rest");

    // Opened first: where Kafka is away, nothing is landed in vain.
    try (AwaitedProducer commits =
            AwaitedProducer.open(contracts.tableCommits(), settings, "/freshet/land");
        SparkSession spark = LakeSession.open("land " + contract, catalog, Map.of())) {
      landingSettings.access().driver().ifPresent(jar -> jar.addTo(spark));
      StoreFileSystem.register(
          spark.sparkContext().hadoopConfiguration(), lake.icebergProperties());
      Landing landing =
          new Landing(
              spark,
              contracts,
              CommitAnnouncement.by(commits::deliver),
              InstantSource.system(),
              landingSettings);
      options.print(land(landing, order, receipts));

      return 0;
    }
  }

  private Order order() {
    boolean isDatabase = requireWholeRange();
    boolean isNext = next != null;

    return new Order(
        contract,
        from,
        isDatabase && !isNext
            ? Optional.of(new TableRange(from.get(0), table, key, fromKey, toKey))
            : Optional.empty(),
        isDatabase && isNext
            ? Optional.of(new NextRange(from.get(0), table, key, next))
            : Optional.empty(),
        Optional.ofNullable(format),
        new ColumnChoice(renamed, leftOut),
        changedIsNew ? LandingPlan.Changed.ANOTHER_FILE : LandingPlan.Changed.REFUSED);
  }

  /** Whether rows of a database are meant, and not files. */
  private boolean requireWholeRange() {
    boolean isDatabase = from.stream().anyMatch(place -> place.startsWith("jdbc:"));
    boolean isBound = fromKey != null && toKey != null && next == null;
    boolean isNext = fromKey == null && toKey == null && next != null;
    boolean isWhole = table != null && key != null && (isBound || isNext);
    boolean isAny = Stream.<Object>of(table, key, fromKey, toKey, next).anyMatch(Objects::nonNull);
    if (isDatabase && (from.size() > 1 || !isWhole)) {
      throw new FreshetException(
          Fault.CALLER,
          "Of a database one range is landed at a time; say which by --table, --key and either"
              + " --from-key with --to-key or --next");
    }
    if (!isDatabase && isAny) {
      throw new FreshetException(
          Fault.CALLER,
          "--table, --key, --from-key, --to-key and --next go with a database such as"
              + " jdbc:postgresql://host/shop");
    }

    return isDatabase;
  }

  private ObjectNode land(Landing landing, Order order, Path receipts) throws IOException {
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
