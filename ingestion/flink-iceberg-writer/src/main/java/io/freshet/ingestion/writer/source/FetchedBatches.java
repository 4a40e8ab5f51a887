package io.freshet.ingestion.writer.source;

import io.freshet.core.envelope.batch.LogBatch;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.record.ControlRecordType;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.requests.FetchResponse;

/**
 * What an answer to a fetch holds for one who reads what is committed: neither Kafka's own markers
 * nor the records of aborted transactions.
 *
 * @param nextOffset where reading goes on, behind what was left out as well
 * @param epoch of the leader that has taken the last batch
 */
record FetchedBatches(List<LogBatch> batches, long nextOffset, Optional<Integer> epoch) {

  /**
   * @param from the offset that was asked for, which the first batch may begin before
   * @throws FreshetException when the bytes are not those that the broker was sent
   */
  static FetchedBatches of(TopicPartition partition, long from, PartitionData answer) {
    Reader reader = new Reader(partition, from, answer);
    try {
      return reader.read((MemoryRecords) FetchResponse.recordsOrFail(answer));
    } catch (KafkaException e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "The records of %s from offset %d on are damaged: %s"
              .formatted(partition, reader.next, e.getMessage()),
          e);
    }
  }

  /**
   * Kafka's protocol tells with each answer which transactions in it were aborted and where each
   * begins; it ends with its marker.
   */
  private static final class Reader {
    private final TopicPartition partition;
    private final long from;
    private final PriorityQueue<AbortedTransaction> aborted =
        new PriorityQueue<>(Comparator.comparingLong(AbortedTransaction::firstOffset));
    private final Set<Long> abortedProducers = new HashSet<>();
    private final List<LogBatch> batches = new ArrayList<>();
    private long next;
    private Optional<Integer> epoch = Optional.empty();

    Reader(TopicPartition partition, long from, PartitionData answer) {
      this.partition = partition;
      this.from = from;
      this.next = from;
      if (answer.abortedTransactions() != null) {
        aborted.addAll(answer.abortedTransactions());
      }
    }

    FetchedBatches read(MemoryRecords records) {
      ByteBuffer bytes = records.buffer();
      int start = bytes.position();
      for (RecordBatch batch : records.batches()) {
        ByteBuffer slice = bytes.slice(start, batch.sizeInBytes());
        start += batch.sizeInBytes();
        if (batch.lastOffset() >= from) {
          batch.ensureValid();
          if (!isLeftOut(batch)) {
            batches.add(new LogBatch(partition.topic(), partition.partition(), from, slice));
          }
          next = batch.nextOffset();
          epoch =
              batch.partitionLeaderEpoch() == RecordBatch.NO_PARTITION_LEADER_EPOCH
                  ? Optional.empty()
                  : Optional.of(batch.partitionLeaderEpoch());
        }
      }

      return new FetchedBatches(batches, next, epoch);
    }

    private boolean isLeftOut(RecordBatch batch) {
      while (!aborted.isEmpty() && aborted.peek().firstOffset() <= batch.lastOffset()) {
        abortedProducers.add(aborted.poll().producerId());
      }
      if (batch.isControlBatch()) {
        if (isAbort(batch)) {
          abortedProducers.remove(batch.producerId());
        }

        return true;
      }

      return batch.isTransactional() && abortedProducers.contains(batch.producerId());
    }

    private static boolean isAbort(RecordBatch markers) {
      for (Record marker : markers) {
        return ControlRecordType.parse(marker.key()) == ControlRecordType.ABORT;
      }

      return false;
    }
  }
}
