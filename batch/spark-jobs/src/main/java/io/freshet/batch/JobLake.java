package io.freshet.batch;

import io.freshet.batch.backfill.Backfill;
import io.freshet.batch.lake.LakeSession;
import io.freshet.batch.lineage.SparkLineage;
import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.publish.NightlyRunner;
import io.freshet.batch.publish.ReceiptFolder;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.stream.AwaitedProducer;
import io.freshet.core.lake.CommitAnnouncement;
import io.freshet.core.lake.CommitListener;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.LineageSettings;
import io.freshet.core.toolkit.ReceiptPlace;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The installation that a profile names, opened for one job: the lake, Kafka and receipts. */
record JobLake(
    NightlyJob job,
    Contracts contracts,
    ReceiptFolder receipts,
    AwaitedProducer commits,
    SparkSession spark)
    implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JobLake.class);

  static JobLake open(Path profile, NightlyJob job) {
    Settings settings = Settings.forProcess(profile, System.getenv());
    LakeSettings lake = LakeSettings.from(settings);
    LineageSettings told = LineageSettings.from(settings);
    String contractsPath = settings.text("contracts.path", "contracts");
    Path receipts = ReceiptPlace.of(settings, profile).writable();
    settings.refuseUnknown(List.of("nightly.", "contracts."));
    log.info("Settings in force {}", settings.effective());
    Contracts contracts = Contracts.read(Path.of(contractsPath));
    Map<String, String> catalog = new HashMap<>(lake.icebergProperties());
    catalog.put("type", "rest");

    // Opened first: where Kafka is away, nothing is computed in vain.
    AwaitedProducer commits =
        AwaitedProducer.open(contracts.tableCommits(), settings, "/freshet/nightly");
    try {
      SparkSession spark =
          LakeSession.open("nightly " + job.name(), catalog, lineage(job, told, contracts));

      return new JobLake(job, contracts, new ReceiptFolder(receipts), commits, spark);
    } catch (RuntimeException e) {
      commits.close();
      throw e;
    }
  }

  private static Map<String, String> lineage(
      NightlyJob job, LineageSettings settings, Contracts contracts) {
    return SparkLineage.configuration(
        settings,
        "nightly." + job.name(),
        job.inputs().stream()
            .map(input -> TableLayout.name(contracts.require(input)).toString())
            .toList());
  }

  NightlyRunner runner() {
    return new NightlyRunner(spark, contracts, announcement(), receipts);
  }

  Backfill backfill() {
    return new Backfill(spark, contracts, announcement(), receipts);
  }

  private CommitListener announcement() {
    return CommitAnnouncement.by(commits::deliver);
  }

  /** The table that the job fills, as {@code clean.orders_history}. */
  String outputName() {
    return TableLayout.name(contracts.require(job.name())).toString();
  }

  @Override
  public void close() {
    try {
      spark.stop();
    } finally {
      commits.close();
    }
  }
}
