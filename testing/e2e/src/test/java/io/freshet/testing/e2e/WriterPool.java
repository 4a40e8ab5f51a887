package io.freshet.testing.e2e;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import io.freshet.assurance.log.Log;
import io.freshet.assurance.prove.Baseline;
import io.freshet.assurance.prove.Depth;
import io.freshet.assurance.prove.GatewayAccounts;
import io.freshet.assurance.prove.Proof;
import io.freshet.assurance.prove.StreamProver;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.FlinkApplication;
import io.freshet.local.PartStatus;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A writer of its own on the embedded platform, for shipped contracts, as they are or changed by
 * the test, under names that no other test uses.
 */
final class WriterPool implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);
  private static final int SLOTS = 2;
  private static final int MEGABYTES = 1400;

  private static final String NO_RESTARTS = "none";

  private final EmbeddedPlatform platform;
  private final Streams streams;
  private final Map<String, Contract> byShippedName = new LinkedHashMap<>();
  private final Path contractsFolder;
  private final Contracts contracts;
  private final Catalog catalog;
  private final WriterRest rest;
  private FlinkApplication application;

  /**
   * @param settings of the job, over those of the profile, such as {@code --catalog.uri=…}
   * @param edits what is changed in the text of a shipped contract, by its name
   * @param shipped names of the contracts that the pool carries
   */
  WriterPool(
      EmbeddedPlatform platform,
      List<String> settings,
      Map<String, UnaryOperator<String>> edits,
      String... shipped)
      throws IOException {
    this(
        platform,
        Path.of(platform.settings().text("contracts.path")),
        settings,
        edits,
        List.of(shipped));
  }

  /** Of contracts that lie in a folder, in place of the shipped ones. */
  static WriterPool of(EmbeddedPlatform platform, Path folder, List<String> names)
      throws IOException {
    return new WriterPool(platform, folder, List.of(), Map.of(), names);
  }

  private WriterPool(
      EmbeddedPlatform platform,
      Path source,
      List<String> settings,
      Map<String, UnaryOperator<String>> edits,
      List<String> shipped)
      throws IOException {
    this.platform = platform;
    this.streams = new Streams(platform, settings);
    Settings profile = platform.settings();
    Path folder = Files.createDirectories(Path.of("target", platform.uniqueName("contracts")));
    Map<String, String> names = new LinkedHashMap<>();
    for (String name : shipped) {
      names.put(name, platform.uniqueName(name));
      String text = Files.readString(source.resolve(name + ".yaml"));
      Files.writeString(
          folder.resolve(names.get(name) + ".yaml"),
          edits
              .getOrDefault(name, UnaryOperator.identity())
              .apply(text)
              .replace(name, names.get(name)));
    }
    this.contractsFolder = folder.toAbsolutePath();
    this.contracts = Contracts.read(folder);
    names.forEach((name, unique) -> byShippedName.put(name, contracts.require(unique)));
    this.catalog = LakeCatalog.open(LakeSettings.from(profile));
    this.rest = new WriterRest(platform);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--profile",
                platform.profile().toAbsolutePath().toString(),
                "--contracts.path=" + folder.toAbsolutePath(),
                "--writer.streams=" + names.values().stream().collect(joining(",")),
                "--writer.checkpoint-interval=" + CHECKPOINT_INTERVAL.toMillis() + "ms"));
    arguments.addAll(settings);
    this.application =
        new FlinkApplication(
                platform.uniqueName("writer").replace('_', '-'),
                "ingestion/flink-iceberg-writer",
                "io.freshet.ingestion.writer.WriterApplication",
                arguments,
                SLOTS,
                MEGABYTES)
            // A job that fails a dozen times in a row would be waited for, not tested.
            .with("restart-strategy.exponential-delay.initial-backoff", "500 ms")
            .with("restart-strategy.exponential-delay.max-backoff", "1 s")
            .with("web.exception-history-size", "1000");
  }

  /** With an option of Flink, before the start. */
  WriterPool with(String option, String value) {
    application = application.with(option, value);

    return this;
  }

  /** With what others tell of dead letters, before the start. */
  WriterPool withDeadLetters() {
    return with(List.of(Contracts.DEAD_LETTERS));
  }

  /** With streams of the platform's own, before the start. */
  WriterPool with(List<String> platforms) {
    String streams =
        Stream.concat(byShippedName.values().stream().map(Contract::name), platforms.stream())
            .collect(joining(","));
    application = another(List.of("--writer.streams=" + streams));

    return this;
  }

  /** Makes topics, subjects and tables, and starts the job. */
  void start() {
    for (Contract contract : contracts.all()) {
      streams.provisioner().apply(contract);
      if (contract.table().isPresent()) {
        new TableProvisioner(catalog).plan(contract).step().run();
      }
    }
    platform.start(application);
  }

  /** A version of one of its contracts, as `freshet contract apply` does it: table first. */
  Contract apply(String name, String text) {
    Contract contract = ContractTexts.parse(name, text);
    new TableProvisioner(catalog).plan(contract, Optional.of(text)).step().run();
    streams.provisioner().apply(contract);

    return contract;
  }

  /** Without a savepoint; the next start goes on from the newest checkpoint. */
  void stop() {
    platform.platform().stop(application);
  }

  void startAgain() {
    platform.start(application);
  }

  /** The next start is the first of a job that knows only what the tables' ledgers say. */
  void forgetState() {
    stop();
    application = another(List.of());
  }

  /**
   * The same job under another name, without state.
   *
   * @param settings of it, over those of this one
   */
  FlinkApplication another(List<String> settings) {
    return new FlinkApplication(
        platform.uniqueName("writer").replace('_', '-'),
        application.module(),
        application.mainClass(),
        Stream.concat(application.arguments().stream(), settings.stream()).toList(),
        application.slots(),
        application.taskManagerMegabytes(),
        application.options());
  }

  /** Starts a job that must fail, takes it down, and returns what it said. */
  String refusal() {
    try {
      platform.start(application.with("restart-strategy.type", NO_RESTARTS));
      // It may take a record to notice.
      await("refusal").atMost(PATIENCE).until(() -> job().failures() > 0);
    } catch (FreshetException failed) {
      // As it should.
    }
    try {
      return failures();
    } finally {
      stop();
    }
  }

  FlinkApplication application() {
    return application;
  }

  /** Of its contracts, for other processes. */
  Path contractsFolder() {
    return contractsFolder;
  }

  Streams streams() {
    return streams;
  }

  Contract contract(String shippedName) {
    return byShippedName.get(shippedName);
  }

  Contract deadLetters() {
    return contracts.require("dead_letters");
  }

  Contract refusedEvents() {
    return contracts.require(Contracts.REFUSED_EVENTS);
  }

  Contract tableCommits() {
    return contracts.require("table_commits");
  }

  Table table(Contract contract) {
    return LakeCatalog.require(catalog, TableLayout.name(contract));
  }

  Ledger ledger(Contract contract) {
    return Ledger.of(table(contract).properties());
  }

  /** Waits until the table's ledger has passed all of these. */
  void awaitCommitted(Contract contract, Collection<Identity> identities) {
    await("commit of " + contract.name())
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(() -> hasPassed(ledger(contract), identities));
  }

  private static boolean hasPassed(Ledger ledger, Collection<Identity> identities) {
    // A new topic is always the first source of its table.
    return identities.stream()
        .allMatch(
            identity -> identity.offset() < ledger.end(new Position(1, identity.partition())));
  }

  /** Reconciles log, ledger, rows with all their values, and dead letters of one stream. */
  Proof prove(Contract contract) {
    return prove(contract, Optional.empty());
  }

  /**
   * The same, from a state on that was proved.
   *
   * @param since empty for all
   */
  Proof prove(Contract contract, Optional<Baseline> since) {
    try (Log log = Log.open(streams.kafka())) {
      return new StreamProver(catalog, log, deadLetters())
          .withSchemas(streams.registry())
          .prove(contract, Depth.VALUES, since);
    }
  }

  /** Reconciles what the writer noted of values with the events, decoded anew. */
  Proof proveByEvents(Contract contract) {
    try (Log log = Log.open(streams.kafka())) {
      return new StreamProver(catalog, log, deadLetters())
          .withEvents(streams.registry())
          .prove(contract, Depth.VALUES);
    }
  }

  /** Reconciles also what event gateways have accepted. */
  Proof proveFromTheDoor(Contract contract) {
    try (Log log = Log.open(streams.kafka())) {
      return new StreamProver(catalog, log, deadLetters())
          .withAccounts(GatewayAccounts.read(log, contracts.gatewayAccounts(), streams.registry()))
          .prove(contract, Depth.VALUES);
    }
  }

  /** Waits for a checkpoint that has not begun yet. */
  void awaitCheckpoint() {
    long before = platform.platform().completedCheckpoint(application);
    await("checkpoint")
        .atMost(PATIENCE)
        .until(() -> platform.platform().completedCheckpoint(application) > before + 1);
  }

  void killTaskManager() {
    platform.kill(application.taskManager());
  }

  void killJobManager() {
    platform.kill(application.jobManager());
  }

  /** What Kafka has been told of the writer's group: the next offset of each partition. */
  Map<Integer, Long> groupOffsets(Contract contract) throws Exception {
    String group =
        "freshet-writer-"
            + byShippedName.values().stream().map(Contract::name).collect(joining("-"));
    Map<Integer, Long> offsets = new HashMap<>();
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, streams.kafka().bootstrap()))) {
      admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get()
          .forEach(
              (partition, told) -> {
                if (partition.topic().equals(contract.name())) {
                  offsets.put(partition.partition(), told.offset());
                }
              });
    }

    return offsets;
  }

  WriterRest.Job job() {
    return rest.job(application);
  }

  /** Flink's stack traces of all failures of the job. */
  String failures() {
    return String.join("\n", rest.failures(application));
  }

  /** What any job's Flink says of it, such as that of {@link #another}. */
  WriterRest rest() {
    return rest;
  }

  /** How a process of the application is, such as {@code application().taskManager()}. */
  PartStatus status(String process) {
    return rest.status(process);
  }

  @Override
  public void close() throws Exception {
    platform.heal();
    platform.platform().stop(application);
    streams.close();
    if (catalog instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }
}
