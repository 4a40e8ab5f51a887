package io.freshet.ingestion.sqlapps.stream;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.contract.TableSettings;
import io.freshet.ingestion.sqlapps.application.SourceStream;
import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * One stream, read once for all places of the SQL that name it. Its state bears the stream's name,
 * so that the application goes on where it was whatever becomes of its SQL.
 */
public final class StreamSource {
  /** Where no table's budget says how late events may be. */
  private static final Duration DEFAULT_LATENESS = Duration.ofSeconds(30);

  /** In a quiet night one stream must not hold the other's windows. */
  private static final Duration IDLE_AFTER = Duration.ofSeconds(30);

  /** What one stream is ahead of another while both catch up, state has to hold. */
  private static final Duration MAX_DRIFT = Duration.ofMinutes(5);

  private static final Duration ALIGN_EVERY = Duration.ofMillis(200);

  private final SourceStream source;
  private final Contract contract;
  private final StreamAccess access;
  private final Map<StreamExecutionEnvironment, DataStream<RowData>> opened = new WeakHashMap<>();

  public StreamSource(SourceStream source, Contract contract, StreamAccess access) {
    this.source = source;
    this.contract = contract;
    this.access = access;
  }

  public Contract contract() {
    return contract;
  }

  /** The operator's id, by which its state is found again. */
  public static String uid(String stream) {
    return "read-" + stream;
  }

  DataStream<RowData> open(StreamExecutionEnvironment environment, TypeInformation<RowData> type) {
    return opened.computeIfAbsent(
        environment,
        ignored ->
            environment
                .fromSource(kafka(type), watermarks(), "Read " + contract.name())
                .uid(uid(contract.name())));
  }

  private KafkaSource<RowData> kafka(TypeInformation<RowData> type) {
    OffsetResetStrategy start =
        switch (source.start()) {
          case EARLIEST -> OffsetResetStrategy.EARLIEST;
          case LATEST -> OffsetResetStrategy.LATEST;
        };

    return KafkaSource.<RowData>builder()
        .setProperties(access.kafka().clientProperties())
        .setTopics(Streams.topic(contract))
        .setGroupId(access.group())
        .setStartingOffsets(OffsetsInitializer.committedOffsets(start))
        .setDeserializer(new EventReader(contract, access.registry(), type))
        .setProperty("isolation.level", "read_committed")
        .setProperty("partition.discovery.interval.ms", "30000")
        .build();
  }

  private WatermarkStrategy<RowData> watermarks() {
    int eventTime = contract.schema().indexOf(contract.schema().keys().eventTime());

    return WatermarkStrategy.<RowData>forBoundedOutOfOrderness(lateness())
        .withTimestampAssigner((row, t) -> row.getTimestamp(eventTime, 3).getMillisecond())
        .withIdleness(IDLE_AFTER)
        .withWatermarkAlignment(access.group(), MAX_DRIFT, ALIGN_EVERY);
  }

  private Duration lateness() {
    return source
        .lateness()
        .or(() -> contract.table().map(TableSettings::timing).map(TableSettings.Timing::lateness))
        .orElse(DEFAULT_LATENESS);
  }
}
