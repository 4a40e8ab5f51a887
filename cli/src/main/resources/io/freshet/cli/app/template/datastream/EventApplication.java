package application;

import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** Counts the events of {@code @stream@} per {@code @key@} and minute of event time. */
public final class EventApplication {
  private static final String STREAM = "@stream@";
  private static final Duration LATENESS = Duration.ofSeconds(30);
  private static final Duration IDLE_AFTER = Duration.ofSeconds(30);
  private static final long CHECKPOINT_MILLIS = 10_000;

  private EventApplication() {}

  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.forProcess(arguments, System.getenv());
    Contract contract = Contracts.read(Path.of(settings.text("contracts.path"))).require(STREAM);
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.enableCheckpointing(CHECKPOINT_MILLIS);

    define(environment, source(contract, settings)).print().name("Print").uid("print");
    environment.execute("@name@");
  }

  /** The job between source and sink, so that a test can swap both. */
  static DataStream<Count> define(
      StreamExecutionEnvironment environment, Source<Event, ?, ?> source) {
    WatermarkStrategy<Event> watermarks =
        WatermarkStrategy.<Event>forBoundedOutOfOrderness(LATENESS)
            .withTimestampAssigner((event, t) -> event.millis())
            .withIdleness(IDLE_AFTER);

    return environment
        .fromSource(source, watermarks, "Read " + STREAM)
        .uid("read-" + STREAM)
        .keyBy(Event::key, Types.STRING)
        .window(TumblingEventTimeWindows.of(Duration.ofMinutes(1)))
        .aggregate(new Counting(), new Labelling())
        .name("Count")
        .uid("count");
  }

  private static KafkaSource<Event> source(Contract contract, Settings settings) {
    return KafkaSource.<Event>builder()
        .setProperties(KafkaSettings.from(settings).clientProperties())
        .setTopics(Streams.topic(contract))
        .setGroupId("freshet-app-@name@")
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.LATEST))
        .setDeserializer(new EventReader(contract, RegistrySettings.from(settings)))
        .setProperty("isolation.level", "read_committed")
        .build();
  }
}
