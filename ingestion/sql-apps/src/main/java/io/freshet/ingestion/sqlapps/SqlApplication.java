package io.freshet.ingestion.sqlapps;

import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.envelope.stream.TopicRights;
import io.freshet.core.envelope.stream.TransactionTimeout;
import io.freshet.core.lineage.Job;
import io.freshet.core.lineage.StreamingRun;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.core.toolkit.Settings;
import io.freshet.ingestion.sqlapps.application.Application;
import io.freshet.ingestion.sqlapps.application.ApplicationFile;
import io.freshet.ingestion.sqlapps.application.KnownContracts;
import io.freshet.ingestion.sqlapps.application.SinkTable;
import io.freshet.ingestion.sqlapps.application.SinkTable.Delivery;
import io.freshet.ingestion.sqlapps.application.SourceStream;
import io.freshet.ingestion.sqlapps.sql.Connections;
import io.freshet.ingestion.sqlapps.sql.SqlSession;
import io.freshet.ingestion.sqlapps.stream.StreamAccess;
import io.freshet.ingestion.sqlapps.webhook.WebhookTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.CompiledPlan;
import org.apache.flink.table.api.PlanReference;
import org.apache.flink.table.api.TableResult;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entry point of a SQL application as a Flink application: runs the plan of one version. */
public final class SqlApplication {
  private static final Logger LOG = LoggerFactory.getLogger(SqlApplication.class);

  private final ApplicationSettings settings;
  private final Settings given;
  private final Application application;
  private final KnownContracts contracts;

  SqlApplication(ApplicationSettings settings, Settings given) {
    this.settings = settings;
    this.given = given;
    ApplicationFile file =
        ApplicationFile.read(settings.folder().resolve(ApplicationVersion.APPLICATION));
    this.application =
        file.application()
            .orElseThrow(
                () -> new FreshetException(Fault.CALLER, file.findings().all().toString()));
    this.contracts = KnownContracts.in(settings.folder().resolve(KnownContracts.FOLDER));
  }

  public static void main(String[] arguments) throws Exception {
    Settings given = Settings.forProcess(arguments, System.getenv());
    ApplicationSettings settings = ApplicationSettings.from(given);
    LOG.info("SQL application settings={}", given.effective());
    SqlApplication application = new SqlApplication(settings, given);
    StreamingRun.of(settings.lineage(), () -> List.of(application.lineage()))
        .around(application::submit, SqlApplication::hasEnded);
  }

  /**
   * Hands the job to the cluster.
   *
   * @throws FreshetException when a stream is not there, or a setting
   */
  TableResult submit() throws IOException {
    requireStreams();

    return plan().execute();
  }

  private Job lineage() {
    return ApplicationLineage.job(application, contracts, settings.kafka().bootstrap());
  }

  /** Streams have no end; the cluster runs on what was submitted. */
  private static boolean hasEnded(TableResult submitted) {
    return false;
  }

  private CompiledPlan plan() throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.NAME, application.name());
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(
        CheckpointingOptions.CHECKPOINTING_TIMEOUT, TransactionTimeout.CHECKPOINT_TIMEOUT);
    // While Redis is away its sink waits and checkpoints time out; that must not fail the job.
    configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(application.parallelism());
    environment.enableCheckpointing(
        application.checkpointInterval().toMillis(), CheckpointingMode.EXACTLY_ONCE);
    String json = Files.readString(settings.folder().resolve(ApplicationVersion.PLAN));

    return SqlSession.open(environment, application, contracts, connections())
        .tables()
        .loadPlan(PlanReference.fromJsonString(json));
  }

  private Connections connections() {
    return new Connections(
        new StreamAccess(
            application.name(),
            settings.kafka(),
            settings.registry(),
            settings.transactionTimeout()),
        () -> RedisSettings.from(given),
        name -> WebhookTarget.from(name, given));
  }

  /** Before the job is there: what it lacks is then said once, and not at each restart. */
  private void requireStreams() {
    try (Admin kafka = KafkaClients.admin(settings.kafka())) {
      if (application.sinks().stream().anyMatch(SqlApplication::commits)) {
        TransactionTimeout.check(
            ApplicationSettings.TRANSACTION_TIMEOUT,
            settings.transactionTimeout(),
            application.checkpointInterval(),
            TransactionTimeout.brokersLimit(kafka));
      }
      TopicRights.require(
          kafka,
          topics(application.sources().stream().map(SourceStream::stream)),
          topics(
              application.sinks().stream()
                  .filter(sink -> sink instanceof SinkTable.Stream)
                  .map(SinkTable::table)));
    }
  }

  private static boolean commits(SinkTable sink) {
    return sink instanceof SinkTable.Stream stream && stream.delivery() == Delivery.EXACTLY_ONCE;
  }

  private List<String> topics(Stream<String> streams) {
    return streams.map(contracts::contract).map(Streams::topic).toList();
  }
}
