package io.freshet.ingestion.validator;

import io.freshet.core.contract.BudgetSplit;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.RawJson;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.envelope.stream.TopicRights;
import io.freshet.core.envelope.stream.TransactionTimeout;
import io.freshet.core.lineage.StreamingRun;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import io.freshet.ingestion.validator.raw.GroupOffsets;
import io.freshet.ingestion.validator.raw.RawRecord;
import io.freshet.ingestion.validator.raw.RawRecordReader;
import io.freshet.ingestion.validator.raw.RawTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entry point of the validator as a Flink application. */
public final class ValidatorApplication {
  private static final Logger LOG = LoggerFactory.getLogger(ValidatorApplication.class);

  private static final int BATCH_BYTES = 128 * 1024;
  private static final long LEAST_BUFFER_BYTES = 32L << 20;

  private final ValidatorSettings settings;
  private final List<Contract> contracts;
  private final Contract deadLetters;
  private final Duration derivedInterval;

  ValidatorApplication(ValidatorSettings settings, Contracts all) {
    this.settings = settings;
    this.contracts = fed(all, settings.raw().json().topic());
    this.deadLetters = all.deadLetters();
    this.derivedInterval = BudgetSplit.validatorInterval(all);
  }

  public static void main(String[] arguments) throws Exception {
    Settings given = Settings.forProcess(arguments, System.getenv());
    ValidatorSettings settings = ValidatorSettings.from(given);
    LOG.info("Validator settings={}", given.effective());
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(
        CheckpointingOptions.CHECKPOINTING_TIMEOUT, TransactionTimeout.CHECKPOINT_TIMEOUT);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);

    ValidatorApplication application =
        new ValidatorApplication(settings, Contracts.read(settings.contracts()));
    application.define(environment);
    StreamingRun.of(
            settings.lineage(),
            () ->
                List.of(
                    ValidatorLineage.job(settings, application.contracts, application.deadLetters)))
        .around(
            () -> environment.execute("json validator " + settings.raw().json().topic()),
            JobExecutionResult::isJobExecutionResult);
  }

  /** The contracts that take raw JSON. */
  static List<Contract> fed(Contracts all, String rawTopic) {
    List<Contract> fed = RawJson.takers(all);
    if (fed.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "No contract takes raw JSON; give one the customProperty takesRawJson: true");
    }
    if (all.all().stream().anyMatch(contract -> contract.name().equals(rawTopic))) {
      throw new InvalidSettingException(
          RawJson.TOPIC_KEY, rawTopic, "a topic of its own: a contract bears that name");
    }

    return fed;
  }

  void define(StreamExecutionEnvironment environment) {
    Duration interval = settings.checkpointInterval().orElse(derivedInterval);
    int source = prepareKafka(interval);

    LOG.info(
        "Validator topic={} source={} contracts={} checkpoint_interval={}",
        settings.raw().json().topic(),
        source,
        contracts.stream().map(Contract::name).toList(),
        interval);
    new ValidatorJob(source(), sink(source)).define(environment, interval);
  }

  /**
   * Sees to it that the topics are there and that transactions last; answers the raw topic's
   * number.
   */
  private int prepareKafka(Duration interval) {
    try (Admin kafka = KafkaClients.admin(settings.kafka())) {
      TransactionTimeout.check(
          ValidatorSettings.TRANSACTION_TIMEOUT,
          settings.transactionTimeout(),
          interval,
          TransactionTimeout.brokersLimit(kafka));
      TopicRights.require(
          kafka, List.of(), withDeadLetters().stream().map(Streams::topic).toList());

      String topic = settings.raw().json().topic();
      int source =
          new RawTopic(
                  topic,
                  settings.raw().partitions(),
                  settings.raw().retention(),
                  settings.kafka().maxReplicas(),
                  deadLetters.requireStream().maxMessageBytes() / 2)
              .ensure(kafka);
      TopicRights.require(kafka, List.of(topic), List.of());

      return source;
    }
  }

  private List<Contract> withDeadLetters() {
    List<Contract> all = new ArrayList<>(contracts);
    all.add(deadLetters);

    return all;
  }

  private KafkaSource<RawRecord> source() {
    return KafkaSource.<RawRecord>builder()
        .setProperties(settings.kafka().clientProperties())
        .setTopics(settings.raw().json().topic())
        .setGroupId(settings.application())
        .setStartingOffsets(new GroupOffsets())
        .setDeserializer(new RawRecordReader())
        .setProperty("isolation.level", "read_committed")
        .setProperty("partition.discovery.interval.ms", "30000")
        .build();
  }

  /** One transaction for each checkpoint, whichever topics its records go to. */
  private KafkaSink<RawRecord> sink(int source) {
    int largest =
        withDeadLetters().stream()
            .map(Contract::requireStream)
            .mapToInt(StreamSettings::maxMessageBytes)
            .max()
            .orElseThrow();

    return KafkaSink.<RawRecord>builder()
        .setKafkaProducerConfig(settings.kafka().clientProperties())
        .setRecordSerializer(
            new ValidatedRecords(contracts, deadLetters, settings.registry(), source))
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(settings.application())
        // The other strategy uses ids again, and loses or strands transactions when an id's epochs
        // run out or the job shrinks (FLINK-40689, FLINK-40626).
        .setTransactionNamingStrategy(TransactionNamingStrategy.INCREMENTING)
        .setProperty(
            "transaction.timeout.ms", Long.toString(settings.transactionTimeout().toMillis()))
        .setProperty("linger.ms", "10")
        .setProperty("batch.size", Integer.toString(BATCH_BYTES))
        .setProperty("compression.type", "lz4")
        .setProperty("max.request.size", Integer.toString(largest))
        .setProperty("buffer.memory", Long.toString(Math.max(LEAST_BUFFER_BYTES, 2L * largest)))
        // The default's re-bootstrap can hang when no broker is reached; see EventProducer.
        .setProperty("metadata.recovery.strategy", "none")
        .build();
  }
}
