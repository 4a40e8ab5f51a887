package io.freshet.ingestion.sqlapps;

import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.stream.KafkaFaults;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entry point of a SQL application as a Flink application: runs the plan of one version. */
public final class SqlApplication {
  private static final Logger LOG = LoggerFactory.getLogger(SqlApplication.class);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

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
            settings.kafka().bootstrap(),
            settings.registry(),
            settings.transactionTimeout()),
        () -> RedisSettings.from(given),
        name -> WebhookTarget.from(name, given));
  }

  /** Before the job is there: what it lacks is then said once, and not at each restart. */
  private void requireStreams() {
    try (Admin kafka =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka().bootstrap()))) {
      if (application.sinks().stream().anyMatch(SqlApplication::commits)) {
        TransactionTimeout.check(
            ApplicationSettings.TRANSACTION_TIMEOUT,
            settings.transactionTimeout(),
            application.checkpointInterval(),
            TransactionTimeout.brokersLimit(kafka));
      }
      Set<String> there =
          KafkaFaults.answer(kafka.listTopics().names(), ANSWER_WITHIN, "list Kafka's topics");
      String missing =
          streams().filter(topic -> !there.contains(topic)).collect(Collectors.joining(", "));
      if (!missing.isEmpty()) {
        throw new FreshetException(
            Fault.CALLER,
            "There is no topic %s; apply the contracts first: freshet contract apply"
                .formatted(missing));
      }
    }
  }

  private static boolean commits(SinkTable sink) {
    return sink instanceof SinkTable.Stream stream && stream.delivery() == Delivery.EXACTLY_ONCE;
  }

  private Stream<String> streams() {
    return Stream.concat(
            application.sources().stream().map(SourceStream::stream),
            application.sinks().stream()
                .filter(sink -> sink instanceof SinkTable.Stream)
                .map(SinkTable::table))
        .map(contracts::contract)
        .map(Streams::topic);
  }
}
