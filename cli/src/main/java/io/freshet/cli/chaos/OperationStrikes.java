package io.freshet.cli.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.assurance.chaos.ScheduledFault;
import io.freshet.cli.Patience;
import io.freshet.cli.contract.ContractApplier;
import io.freshet.cli.job.Jobs;
import io.freshet.cli.lake.Proofs;
import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.deadletters.DeadLetterFilter;
import io.freshet.ingestion.deadletters.redrive.Redrive;
import io.freshet.ingestion.deadletters.redrive.RedriveReceipt;
import io.freshet.ingestion.deadletters.redrive.Redriver;
import io.freshet.local.FlinkApplication;
import io.freshet.local.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;

/** Does what operators, deployments and neighbours do, at bad moments. */
final class OperationStrikes implements Striker {
  private static final String STREAM = "dasher_pings";
  private static final int MOST_PARTITIONS = 12;
  private static final int REWRITES = 5;
  private static final Pattern FIELD_ID = Pattern.compile("property: fieldId, value: (\\d+)");

  private static final String COLUMN =
      """
            - name: chaos_note_%1$d
              logicalType: string
              description: Written by nobody; a column that came while events did
              customProperties: [{property: fieldId, value: %1$d}]
      """;

  private static final Map<String, Action> ACTIONS =
      Map.ofEntries(
          Map.entry(
              "writer-upgraded",
              (here, fault) -> here.upgrade(here.platform.writer(), 1 + fault.random().nextInt(2))),
          Map.entry("eta-upgraded", (here, fault) -> here.upgrade(here.platform.eta(), 1)),
          Map.entry("writer-taken-back", OperationStrikes::takeBack),
          Map.entry("writer-without-state", (here, fault) -> here.startWithoutState()),
          Map.entry("writer-zombie", OperationStrikes::startSecondWriter),
          Map.entry("partitions-added", (here, fault) -> here.addPartition()),
          Map.entry("schema-evolved", (here, fault) -> here.addColumn()),
          Map.entry(
              "manifests-rewritten",
              (here, fault) -> here.onEachTable(OperationStrikes::rewriteManifests)),
          Map.entry(
              "snapshots-expired",
              (here, fault) -> here.onEachTable(OperationStrikes::expireSnapshots)),
          Map.entry("redrive-beside", (here, fault) -> here.redrive()),
          Map.entry("maintenance-beside", (here, fault) -> here.maintain()),
          Map.entry("redis-rebuilt", (here, fault) -> RedisChecks.rebuild(here.platform.direct())),
          Map.entry("disk-full", OperationStrikes::fillDisk));

  private final ChaosPlatform platform;

  /** What is done for one kind. */
  private interface Action {
    void act(OperationStrikes here, ScheduledFault fault) throws Exception;
  }

  OperationStrikes(ChaosPlatform platform) {
    this.platform = platform;
  }

  @Override
  public void strike(ScheduledFault fault) throws Exception {
    ACTIONS.get(fault.kind().name()).act(this, fault);
    platform.heal();
  }

  /** The kinds that are done here. */
  static Set<String> kinds() {
    return ACTIONS.keySet();
  }

  /** A job that can't take a savepoint now is brought back, and asked again. */
  private void upgrade(FlinkApplication job, int parallelism) throws InterruptedException {
    new Patience("The upgrade of " + job.name())
        .await(
            () -> {
              try {
                platform.platform().restart(job, parallelism, platform.progress());
              } catch (FreshetException notNow) {
                platform.heal();
                throw notNow;
              }

              return true;
            });
  }

  private void takeBack(ScheduledFault fault) throws Exception {
    Platform local = platform.platform();
    FlinkApplication writer = platform.writer();
    String[] savepoint = new String[1];
    new Patience("A savepoint of the writer")
        .await(
            () -> {
              try {
                savepoint[0] = local.savepointAndStop(writer);
              } catch (FreshetException notNow) {
                platform.heal();
                throw notNow;
              }

              return true;
            });
    local.start(writer, platform.progress());
    awaitCheckpoint(writer);
    Thread.sleep(fault.lasting().toMillis());
    local.stop(writer);
    local.startFrom(savepoint[0], writer, platform.progress());
  }

  /** Else nothing is committed that the older savepoint does not know. */
  private void awaitCheckpoint(FlinkApplication writer) throws InterruptedException {
    long before = platform.platform().completedCheckpoint(writer);
    new Patience("A checkpoint of the writer")
        .await(() -> platform.platform().completedCheckpoint(writer) > before);
  }

  private void startWithoutState() {
    platform.platform().retire(platform.writer());
    platform.platform().start(platform.writer(), platform.progress());
  }

  private void startSecondWriter(ScheduledFault fault) throws Exception {
    Platform local = platform.platform();
    FlinkApplication second = platform.writer("writer-zombie");
    try {
      startUnlessRefused(second);
      Thread.sleep(fault.lasting().toMillis());
    } finally {
      local.retire(second);
      startWithoutState();
    }
  }

  /** One of both is to be refused; that may be this one, and at once. */
  private void startUnlessRefused(FlinkApplication second) {
    try {
      platform.platform().start(second, platform.progress());
    } catch (FreshetException refused) {
      platform.progress().progress(second.name(), refused.getMessage());
    }
  }

  private void addPartition() throws Exception {
    String topic = Streams.topic(platform.direct().contracts().require(STREAM));
    try (Admin admin = KafkaClients.admin(platform.direct().kafka())) {
      int partitions =
          admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().size();
      if (partitions >= MOST_PARTITIONS) {
        throw new CannotStrike("%s has %d partitions already".formatted(topic, partitions));
      }
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions + 1))).all().get();
    }
  }

  private void addColumn() throws Exception {
    Path file = platform.contracts().resolve(STREAM + ".yaml");
    String contract = Files.readString(file);
    int newest = 0;
    Matcher ids = FIELD_ID.matcher(contract);
    while (ids.find()) {
      newest = Math.max(newest, Integer.parseInt(ids.group(1)));
    }
    Files.writeString(
        file,
        contract.replaceFirst(
            "\nroles:", "\n" + Matcher.quoteReplacement(COLUMN.formatted(newest + 1) + "roles:")));
    Contracts contracts = platform.direct().contracts();
    try (ContractApplier applier = ContractApplier.open(platform.direct().settings())) {
      List<Change> plan = applier.plan(contracts);
      plan.stream()
          .filter(change -> change.action() == Change.Action.REFUSE)
          .findFirst()
          .ifPresent(
              change -> {
                throw new FreshetException(
                    Fault.OURS,
                    "A column can't be added: %s: %s"
                        .formatted(change.resource(), change.detail()));
              });
      ContractApplier.run(plan);
    }
  }

  private void onEachTable(Consumer<Table> action) throws Exception {
    Catalog catalog = platform.direct().catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      for (Contract contract : Proofs.streamTables(platform.direct().contracts())) {
        Table table = LakeCatalog.require(catalog, TableLayout.name(contract));
        if (table.currentSnapshot() != null) {
          new Patience("Table " + contract.name())
              .await(
                  () -> {
                    table.refresh();
                    action.accept(table);

                    return true;
                  });
        }
      }
    }
  }

  private static void rewriteManifests(Table table) {
    for (int i = 0; i < REWRITES; i++) {
      table.rewriteManifests().clusterBy(file -> 0).commit();
    }
  }

  private static void expireSnapshots(Table table) {
    table.expireSnapshots().expireOlderThan(InstantSource.system().millis()).retainLast(1).commit();
  }

  private void redrive() throws Exception {
    Catalog catalog = platform.direct().catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      Redriver redriver =
          new Redriver(
              catalog,
              platform.direct().contracts(),
              platform.direct().kafka(),
              new HttpSchemaRegistry(RegistrySettings.from(platform.direct().settings())),
              InstantSource.system());
      try (Redrive redrive = redriver.begin(STREAM, DeadLetterFilter.ALL)) {
        RedriveReceipt receipt = redrive.run(sent -> {});
        receipt
            .failure()
            .ifPresent(
                failure -> {
                  throw failure;
                });
      }
    }
  }

  private void maintain() throws Exception {
    JsonNode unused = new Jobs(platform.direct()).maintainEagerly();
  }

  private void fillDisk(ScheduledFault fault) throws Exception {
    TinyDisk disk =
        platform
            .disk()
            .orElseThrow(() -> new CannotStrike("This user may not mount a file system"));
    disk.fill();
    try {
      Thread.sleep(fault.lasting().toMillis());
    } finally {
      disk.makeRoom();
    }
  }
}
