package io.freshet.ingestion.writer.source;

import io.freshet.core.envelope.batch.LogBatch;
import io.freshet.core.envelope.stream.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumStateSerializer;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumerator;
import org.apache.flink.connector.kafka.source.enumerator.initializer.NoStoppingOffsetsInitializer;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.enumerator.subscriber.KafkaSubscriber;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics from Kafka batch by batch. Which partitions there are, who reads them and what is
 * kept in checkpoints are those of Flink's own Kafka source; only reading differs
 * (docs/decisions/0028). Its state and that of Flink's own can take each other's place.
 */
public final class BatchSource
    implements Source<LogBatch, KafkaPartitionSplit, KafkaSourceEnumState>,
        ResultTypeQueryable<LogBatch> {
  private static final long serialVersionUID = 1L;

  private final List<String> topics;
  private final OffsetsInitializer offsets;
  private final TableStands.Opener tables;
  private final Duration watchInterval;
  private final Properties properties;

  /**
   * @param group under which Kafka's tools see how far it has read
   * @param offsets where reading begins without state
   * @param tables what the topics' tables hold, looked at every {@code watchInterval}
   */
  public BatchSource(
      KafkaSettings kafka,
      String group,
      List<String> topics,
      OffsetsInitializer offsets,
      TableStands.Opener tables,
      Duration watchInterval) {
    this.topics = List.copyOf(topics);
    this.offsets = offsets;
    this.tables = tables;
    this.watchInterval = watchInterval;
    this.properties = kafka.clientProperties();
    properties.putAll(
        Map.of(
            ConsumerConfig.GROUP_ID_CONFIG,
            group,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            "false",
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class.getName(),
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class.getName(),
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            Integer.toString(4 << 20),
            // Three such answers wait or are worked on at once.
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
            Integer.toString(16 << 20),
            KafkaSourceOptions.CLIENT_ID_PREFIX.key(),
            group,
            KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
            "30000"));
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<LogBatch, KafkaPartitionSplit> createReader(SourceReaderContext context) {
    Properties own = new Properties();
    own.putAll(properties);
    own.setProperty(
        ConsumerConfig.CLIENT_ID_CONFIG,
        properties.getProperty(KafkaSourceOptions.CLIENT_ID_PREFIX.key())
            + "-"
            + context.getIndexOfSubtask());

    return BatchSourceReader.open(own, context);
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context) {
    return restoreEnumerator(context, new KafkaSourceEnumState(Set.of(), false));
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState state) {
    return new LedgerWatch(
        context,
        new KafkaSourceEnumerator(
            KafkaSubscriber.getTopicListSubscriber(topics),
            offsets,
            new NoStoppingOffsetsInitializer(),
            properties,
            context,
            getBoundedness(),
            state),
        tables,
        watchInterval);
  }

  @Override
  public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
    return new KafkaPartitionSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
    return new KafkaSourceEnumStateSerializer();
  }

  @Override
  public TypeInformation<LogBatch> getProducedType() {
    return new LogBatchTypeInfo();
  }
}
