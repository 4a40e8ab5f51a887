package io.freshet.ingestion.writer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.stream.AwaitedProducer;
import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.CommitAnnouncement;
import io.freshet.core.lake.CommitListener;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.TableContract;
import io.freshet.core.process.FailedWork;
import io.freshet.core.process.ProcessOptions;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.earlier.EarlierPlan;
import io.freshet.ingestion.writer.earlier.EarlierRecords;
import io.freshet.ingestion.writer.repair.EarlierState;
import io.freshet.ingestion.writer.repair.LoggedStretches;
import io.freshet.ingestion.writer.repair.OffsetRange;
import io.freshet.ingestion.writer.repair.Repair;
import io.freshet.ingestion.writer.repair.RepairPlan;
import io.freshet.ingestion.writer.table.DeadLetterCopies;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Writes rows of a stream's table anew from the log. A process of its own beside the writer's job;
 * its progress is on standard error, its answer is JSON.
 */
@Command(name = "repair", description = "Writes rows of a table anew from the log.")
public final class RepairApplication implements Callable<Integer> {
  @Option(names = "--contract", required = true, description = "The table's, as dasher_pings")
  private String contract;

  @ArgGroup(multiplicity = "1")
  private Asked asked;

  @Option(names = "--because", defaultValue = "", description = "Why, for the receipt")
  private String because;

  @Option(names = "--dry-run", description = "Answer with the plan and change nothing")
  private boolean dryRun;

  @Mixin private ProcessOptions options;

  /** What is to be written anew. */
  static final class Asked {
    @Option(
        names = "--offsets",
        required = true,
        description = "As PARTITION:FIRST-LAST, several separated by commas")
    private String offsets;

    @Option(
        names = "--roll-back-to",
        required = true,
        description = "All that came since a state of the table: a snapshot's id, or a time")
    private String state;

    @Option(
        names = "--earlier",
        required = true,
        description = "What the log has from before the table began to read it")
    private boolean isEarlier;

    RepairPlan plan(Repair repair) {
      return offsets == null
          ? repair.planRollback(EarlierState.parse(state))
          : repair.plan(OffsetRange.parseAll(offsets));
    }
  }

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return ProcessOptions.execute(
        new CommandLine(new RepairApplication()),
        new FailedWork("Repair", LakeFailures::fault),
        arguments);
  }

  @Override
  public Integer call() throws Exception {
    RepairSettings settings = RepairSettings.from(options.settings(), options.profile());
    if (!dryRun) {
      settings.receipts().writable();
    }
    Contracts contracts = Contracts.read(settings.contracts());
    Catalog catalog = LakeCatalog.open(settings.lake());
    try (AutoCloseable closing = (AutoCloseable) catalog;
        Admin admin = KafkaClients.admin(settings.kafka());
        DeadLetterCopies deadLetters =
            DeadLetterCopies.open(
                contracts.deadLetters(),
                settings.kafka(),
                new HttpSchemaRegistry(settings.registry()));
        KafkaConsumer<byte[], byte[]> consumer =
            KafkaClients.made(
                settings.kafka(),
                () ->
                    new KafkaConsumer<>(
                        reading(settings.kafka()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()));
        AwaitedProducer commits =
            AwaitedProducer.open(
                contracts.tableCommits(),
                settings.kafka(),
                new HttpSchemaRegistry(settings.registry()),
                "/freshet/repair")) {
      Repair.Target target = target(contracts, new StreamPools(catalog, admin));
      LoggedStretches log =
          new LoggedStretches(consumer, Streams.topic(target.contract()), System::nanoTime);
      SchemaRegistry registry = new HttpSchemaRegistry(settings.registry());
      CommitListener listener = CommitAnnouncement.by(commits::deliver);
      options.print(
          asked.isEarlier
              ? earlier(
                  new EarlierRecords(
                      target,
                      new EarlierRecords.DeadLetters(contracts.deadLetters(), deadLetters),
                      log,
                      registry,
                      listener,
                      InstantSource.system(),
                      System.err),
                  settings.receipts().folder())
              : repaired(
                  new Repair(target, log, registry, listener, InstantSource.system(), System.err),
                  settings.receipts().folder()));
    }

    return 0;
  }

  /** What retention deletes meanwhile must end the reading, and not be passed over. */
  private static Map<String, Object> reading(KafkaSettings kafka) {
    Map<String, Object> config = new HashMap<>(kafka.readingConfig());
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");

    return config;
  }

  private Repair.Target target(Contracts contracts, StreamPools pools) {
    Contract known = contracts.require(contract);
    if (known.stream().isEmpty() || contract.equals(Contracts.DEAD_LETTERS)) {
      throw new FreshetException(
          Fault.CALLER,
          "%s is no table of a stream's events; of a derived table run the nightly again"
              .formatted(contract));
    }
    Table table = pools.table(known);

    return new Repair.Target(
        TableContract.newest(known, table.properties()),
        table,
        pools.source(known),
        pools.table(contracts.deadLetters()));
  }

  private ObjectNode repaired(Repair repair, Path receipts) throws IOException {
    RepairPlan plan = asked.plan(repair);

    return dryRun
        ? plan.toJson().put("ok", true)
        : receipt(() -> repair.run(plan).toJson(), plan.table(), receipts);
  }

  private ObjectNode earlier(EarlierRecords records, Path receipts) throws IOException {
    EarlierPlan plan = records.plan();

    return dryRun
        ? records.tried(plan, System::nanoTime).toJson().put("ok", true)
        : receipt(() -> records.run(plan).toJson(), plan.table(), receipts);
  }

  private ObjectNode receipt(Supplier<ObjectNode> work, String table, Path receipts)
      throws IOException {
    Effort.Meter meter = Effort.start();
    ObjectNode done = work.get();
    Effort effort = meter.read();

    return WrittenReceipt.keep(
        receipts,
        "repair-" + table,
        done.put("because", because)
            .put("seconds", effort.seconds())
            .put("cpu_seconds", effort.cpuSeconds()));
  }
}
