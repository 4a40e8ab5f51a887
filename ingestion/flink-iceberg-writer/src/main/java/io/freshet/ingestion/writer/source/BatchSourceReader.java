package io.freshet.ingestion.writer.source;

import io.freshet.core.envelope.batch.LogBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitState;
import org.apache.flink.core.io.InputStatus;
import org.apache.kafka.common.TopicPartition;

/**
 * Hands batches to the sink; a checkpoint lies between two of them. Tells the {@link LedgerWatch}
 * how far it has read, and parks and goes back when it is told to.
 */
final class BatchSourceReader
    extends SingleThreadMultiplexSourceReaderBase<
        LogBatch, LogBatch, KafkaPartitionSplit, KafkaPartitionSplitState> {
  private final GroupOffsets groupOffsets;
  private final ReadEnds ends;
  private final BatchEmitter emitter;
  private final Set<TopicPartition> partitions = new HashSet<>();
  private final Set<String> changedContracts = new TreeSet<>();

  private BatchSourceReader(
      Properties properties,
      SourceReaderContext context,
      AtomicLong pending,
      ReadEnds ends,
      BatchEmitter emitter) {
    super(
        () -> new BatchSplitReader(properties, pending),
        emitter,
        context.getConfiguration(),
        context);
    this.groupOffsets = new GroupOffsets(properties);
    this.ends = ends;
    this.emitter = emitter;
  }

  /**
   * @param properties as Kafka's consumer takes them
   */
  static BatchSourceReader open(Properties properties, SourceReaderContext context) {
    AtomicLong pending = new AtomicLong();
    context.metricGroup().setPendingRecordsGauge(pending::get);

    ReadEnds ends = new ReadEnds();

    return new BatchSourceReader(properties, context, pending, ends, new BatchEmitter(ends));
  }

  @Override
  public void handleSourceEvents(SourceEvent event) {
    if (event instanceof Park park) {
      pauseOrResumeSplits(
          partitions.stream()
              .filter(partition -> partition.topic().equals(park.topic()))
              .map(KafkaPartitionSplit::toSplitId)
              .toList(),
          List.of());
    } else if (event instanceof GoBack back) {
      goBack(back.places());
    } else if (event instanceof Follow follow) {
      changedContracts.add(follow.topic());
    } else {
      super.handleSourceEvents(event);
    }
  }

  /** What was told of contracts comes before the next batch, whosever that is. */
  @Override
  public InputStatus pollNext(ReaderOutput<LogBatch> output) throws Exception {
    if (!changedContracts.isEmpty()) {
      changedContracts.forEach(topic -> output.collect(LogBatch.changedContract(topic)));
      changedContracts.clear();
    }

    return super.pollNext(output);
  }

  private void goBack(Map<TopicPartition, GoBack.Place> places) {
    List<KafkaPartitionSplit> splits = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      GoBack.Place place = places.get(partition);
      if (place != null) {
        emitter.awaitMark(partition, place.ledgerEnd());
        splits.add(new KafkaPartitionSplit(partition, place.from()));
      }
    }
    if (!splits.isEmpty()) {
      addSplits(splits);
    }
  }

  @Override
  public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
    List<KafkaPartitionSplit> splits = super.snapshotState(checkpointId);
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (KafkaPartitionSplit split : splits) {
      if (split.getStartingOffset() >= 0) {
        offsets.put(split.getTopicPartition(), split.getStartingOffset());
      }
    }
    groupOffsets.keep(checkpointId, offsets);
    ends.keep(checkpointId);

    return splits;
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    groupOffsets.tell(checkpointId);
    context.sendSourceEventToCoordinator(ends.covered(checkpointId));
  }

  /** Streams have no end. */
  @Override
  protected void onSplitFinished(Map<String, KafkaPartitionSplitState> finished) {
    throw new IllegalStateException("A stream has ended: " + finished.keySet());
  }

  @Override
  protected KafkaPartitionSplitState initializedState(KafkaPartitionSplit split) {
    partitions.add(split.getTopicPartition());
    if (split.getStartingOffset() >= 0) {
      ends.restart(split.getTopicPartition(), split.getStartingOffset());
    }

    return new KafkaPartitionSplitState(split);
  }

  @Override
  protected KafkaPartitionSplit toSplitType(String splitId, KafkaPartitionSplitState state) {
    return state.toKafkaPartitionSplit();
  }

  @Override
  public void close() throws Exception {
    super.close();
    groupOffsets.close();
  }
}
