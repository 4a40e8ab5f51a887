package io.freshet.serving.eta;

import io.freshet.core.contract.ContractTexts;
import io.freshet.core.contract.Streams;
import io.freshet.core.lineage.Job;
import io.freshet.core.lineage.StreamingRun;
import io.freshet.core.toolkit.Settings;
import io.freshet.serving.eta.alert.AlertForm;
import io.freshet.serving.eta.alert.ThresholdsParser;
import io.freshet.serving.eta.dasher.IdleForm;
import io.freshet.serving.eta.events.EventForm;
import io.freshet.serving.eta.events.EventWriter;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.RegistryAccess;
import io.freshet.serving.eta.events.StreamContract;
import io.freshet.serving.eta.events.reading.EventReader;
import io.freshet.serving.eta.order.PredictionForm;
import io.freshet.serving.eta.redis.RedisSink;
import io.freshet.serving.eta.supply.CellForm;
import io.freshet.serving.eta.supply.MarketForm;
import io.freshet.serving.eta.trace.TracedStepReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entry point of the ETA job as a Flink application. */
public final class EtaApplication {
  private static final Logger LOG = LoggerFactory.getLogger(EtaApplication.class);

  /**
   * A ping is handed from task to task three times. Where many come, buffers are full before that.
   */
  private static final Duration HANDED_ON_AFTER = Duration.ofMillis(10);

  private final EtaSettings settings;
  private final ContractTexts contracts;
  private final RegistryAccess registry;

  EtaApplication(EtaSettings settings) {
    this.settings = settings;
    this.contracts = ContractTexts.read(Path.of(settings.inputs().contractsPath()));
    this.registry = RegistryAccess.at(settings.inputs().registry());
    if (!settings.inputs().thresholds().isEmpty()) {
      ThresholdsParser.check(Path.of(settings.inputs().thresholds()));
    }
  }

  public static void main(String[] arguments) throws Exception {
    Settings given = Settings.forProcess(arguments, System.getenv());
    EtaSettings settings = given.read(EtaSettings::from, List.of("eta.", "tracing."));
    LOG.info("ETA job settings={}", given.effective());
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration(settings.execution()));

    EtaApplication application = new EtaApplication(settings);
    application.define(environment);
    StreamingRun.of(settings.lineage(), application::lineage)
        .around(() -> environment.execute("eta"), JobExecutionResult::isJobExecutionResult);
  }

  static Configuration configuration(EtaSettings.Execution execution) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(ExecutionOptions.BUFFER_TIMEOUT, HANDED_ON_AFTER);
    configuration.set(StateBackendOptions.STATE_BACKEND, execution.stateBackend());
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, execution.checkpointInterval());
    // While Redis is away the sink waits and checkpoints time out; that must not fail the job.
    configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);

    return configuration;
  }

  void define(StreamExecutionEnvironment environment) {
    StreamContract pings = contract("dasher_pings");
    new EtaJob(
            new EtaJob.Inputs(
                source(
                    pings.name(), EventReader.pings(pings, registry, settings.inputs().maxAhead())),
                orderSteps(),
                settings.inputs().thinAfter(),
                settings.inputs().speedHistory(),
                settings.models()),
            new EtaJob.Outputs(
                sink("eta_predictions", new PredictionForm()),
                shown(),
                sink("market_supply", new MarketForm()),
                sink("supply_cells", new CellForm()),
                new EtaJob.Signals(
                    sink("idle_dashers", new IdleForm()), sink("supply_alerts", new AlertForm()))),
            settings.times(),
            settings.supply(),
            settings.inputs().thresholds())
        .define(environment);
  }

  private OrderSteps orderSteps() {
    StreamContract orders = contract("order_events");
    EventReader<OrderEvent> reader = EventReader.orderEvents(orders, registry);

    return settings.tracing().isOn()
        ? new OrderSteps.Traced(source(orders.name(), new TracedStepReader(reader)))
        : new OrderSteps.Plain(source(orders.name(), reader));
  }

  private EtaJob.Shown shown() {
    RedisSink redis = new RedisSink(settings.redis());

    return new EtaJob.Shown(
        redis.with(settings.heartbeat()), redis, settings.entries(), settings.behindAfter());
  }

  private List<Job> lineage() {
    return List.of(new EtaLineage(settings, contracts).job());
  }

  private <T> KafkaSource<T> source(
      String contract, KafkaRecordDeserializationSchema<T> deserializer) {
    OffsetResetStrategy start =
        OffsetResetStrategy.valueOf(settings.inputs().start().toUpperCase(Locale.ROOT));

    return KafkaSource.<T>builder()
        .setProperties(settings.inputs().kafka().clientProperties())
        .setTopics(Streams.topic(contracts.contract(contract)))
        .setGroupId("freshet-eta")
        .setStartingOffsets(OffsetsInitializer.committedOffsets(start))
        .setDeserializer(deserializer)
        .setProperty("isolation.level", "read_committed")
        // Otherwise a stream with few events is asked for each of them by itself.
        .setProperty("fetch.min.bytes", "262144")
        .setProperty("fetch.max.wait.ms", "50")
        .setProperty("partition.discovery.interval.ms", "30000")
        .build();
  }

  private <T> KafkaSink<T> sink(String contract, EventForm<T> form) {
    return KafkaSink.<T>builder()
        .setKafkaProducerConfig(settings.inputs().kafka().clientProperties())
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(new EventWriter<>(contract(contract), registry, form))
        .setProperty("linger.ms", "20")
        // The default's re-bootstrap can hang when no broker is reached; see EventProducer.
        .setProperty("metadata.recovery.strategy", "none")
        .build();
  }

  private StreamContract contract(String name) {
    return StreamContract.of(contracts, name);
  }
}
