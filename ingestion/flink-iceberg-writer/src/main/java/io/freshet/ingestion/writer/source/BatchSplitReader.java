package io.freshet.ingestion.writer.source;

import io.freshet.core.envelope.batch.LogBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads the partitions of one parallel source, in a thread of its own. */
final class BatchSplitReader implements SplitReader<LogBatch, KafkaPartitionSplit> {
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final Properties properties;
  private final BatchFetcher fetcher;
  private final AtomicLong pending;
  private final Map<String, Collection<LogBatch>> marks = new HashMap<>();

  /**
   * @param pending is told how many records wait
   */
  BatchSplitReader(Properties properties, AtomicLong pending) {
    this.properties = properties;
    this.fetcher = new BatchFetcher(properties);
    this.pending = pending;
  }

  @Override
  public RecordsWithSplitIds<LogBatch> fetch() {
    if (!marks.isEmpty()) {
      RecordsWithSplitIds<LogBatch> marked = new RecordsBySplits<>(Map.copyOf(marks), Set.of());
      marks.clear();

      return marked;
    }
    Map<String, Collection<LogBatch>> fetched = new HashMap<>();
    fetcher
        .poll(WAIT)
        .forEach(
            (partition, batches) -> fetched.put(KafkaPartitionSplit.toSplitId(partition), batches));
    pending.set(fetcher.pending());

    return new RecordsBySplits<>(fetched, Set.of());
  }

  @Override
  public void handleSplitsChanges(SplitsChange<KafkaPartitionSplit> change) {
    if (!(change instanceof SplitsAddition)) {
      change.splits().forEach(split -> fetcher.remove(split.getTopicPartition()));
      return;
    }
    List<TopicPartition> fromBeginning = new ArrayList<>();
    for (KafkaPartitionSplit split : change.splits()) {
      if (fetcher.reads(split.getTopicPartition())) {
        marks.put(
            split.splitId(),
            List.of(
                LogBatch.wentBack(
                    split.getTopic(), split.getPartition(), split.getStartingOffset())));
      }
      if (split.getStartingOffset() >= 0) {
        fetcher.add(split.getTopicPartition(), split.getStartingOffset());
      } else if (split.getStartingOffset() == KafkaPartitionSplit.EARLIEST_OFFSET) {
        fromBeginning.add(split.getTopicPartition());
      } else {
        throw new IllegalStateException("No reading begins at " + split);
      }
    }
    // What the enumerator finds while the job runs.
    if (!fromBeginning.isEmpty()) {
      try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
        consumer
            .beginningOffsets(fromBeginning)
            .forEach(
                (partition, beginning) ->
                    fetcher.add(partition, LedgerOffsets.ofAdded(partition, beginning)));
      }
    }
  }

  @Override
  public void pauseOrResumeSplits(
      Collection<KafkaPartitionSplit> toPause, Collection<KafkaPartitionSplit> toResume) {
    toPause.forEach(split -> fetcher.park(split.getTopicPartition()));
    toResume.forEach(split -> fetcher.resume(split.getTopicPartition()));
  }

  @Override
  public void wakeUp() {
    fetcher.wakeup();
  }

  @Override
  public void close() throws Exception {
    fetcher.close();
  }
}
