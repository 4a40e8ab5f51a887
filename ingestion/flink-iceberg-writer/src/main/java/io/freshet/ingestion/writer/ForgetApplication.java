package io.freshet.ingestion.writer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.stream.AwaitedProducer;
import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.lake.CommitAnnouncement;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.process.FailedWork;
import io.freshet.core.process.ProcessOptions;
import io.freshet.core.toolkit.Effort;
import io.freshet.ingestion.writer.erasure.Erasure;
import io.freshet.ingestion.writer.erasure.ErasurePlan;
import io.freshet.ingestion.writer.erasure.Reach;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Erases what tables know of one person. A process of its own beside the writer's job; its progress
 * is on standard error, its answer is JSON. Without {@code --run} it changes nothing.
 */
@Command(name = "forget", description = "Erases what tables know of one person.")
public final class ForgetApplication implements Callable<Integer> {
  @Option(names = "--person", required = true, description = "The kind, as dasher")
  private String person;

  @Option(names = "--id", required = true, description = "Which one, as columns have it")
  private String id;

  @Option(names = "--run", description = "Do it; without it, answer with the plan")
  private boolean isRun;

  @Option(names = "--expire", description = "Let older snapshots go at once that hold rows")
  private boolean isExpiring;

  @Option(names = "--training-sets", description = "And those that training sets have pinned")
  private boolean isReleasing;

  @Option(names = "--because", defaultValue = "", description = "Why, for the receipt")
  private String because;

  @Mixin private ProcessOptions options;

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return ProcessOptions.execute(
        new CommandLine(new ForgetApplication()),
        new FailedWork("Erasure", LakeFailures::fault),
        arguments);
  }

  @Override
  public Integer call() throws Exception {
    RepairSettings settings = RepairSettings.from(options.settings(), options.profile());
    if (isRun) {
      settings.receipts().writable();
    }
    Contracts contracts = Contracts.read(settings.contracts());
    Catalog catalog = LakeCatalog.open(settings.lake());
    try (AutoCloseable closing = (AutoCloseable) catalog;
        Admin admin = KafkaClients.admin(settings.kafka());
        AwaitedProducer commits =
            AwaitedProducer.open(
                contracts.tableCommits(),
                settings.kafka(),
                new HttpSchemaRegistry(settings.registry()),
                "/freshet/forget")) {
      Erasure erasure =
          new Erasure(CommitAnnouncement.by(commits::deliver), InstantSource.system(), System.err);
      ErasurePlan plan =
          erasure.plan(
              new ForgottenPerson(
                      contracts, catalog, admin, new HttpSchemaRegistry(settings.registry()))
                  .request(person, id));
      options.print(answer(erasure, plan, settings));
    }

    return 0;
  }

  private ObjectNode answer(Erasure erasure, ErasurePlan plan, RepairSettings settings)
      throws IOException {
    Duration retention = settings.snapshotRetention();
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("ok", true);
    answer.set("plan", plan.toJson(retention));
    if (isRun) {
      Effort.Meter meter = Effort.start();
      ObjectNode done = erasure.run(plan, reach(), retention);
      Effort effort = meter.read();
      answer.set(
          "receipt",
          WrittenReceipt.keep(
              settings.receipts().folder(),
              "forget-" + person,
              done.put("because", because)
                  .put("seconds", effort.seconds())
                  .put("cpu_seconds", effort.cpuSeconds())));
    }

    return answer;
  }

  private Reach reach() {
    if (isReleasing) {
      return Reach.TRAINING_SETS;
    }

    return isExpiring ? Reach.SNAPSHOTS : Reach.CURRENT;
  }
}
