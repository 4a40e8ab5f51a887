package io.freshet.ingestion.writer.source;

import io.freshet.core.envelope.batch.LogBatch;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.Metadata.LeaderAndEpoch;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.requests.FetchRequest;

/** How far one partition has been read. Notices when the log is not the one it began with. */
final class PartitionReading {
  private final TopicPartition partition;
  private Uuid topicId = Uuid.ZERO_UUID;
  private long offset;
  private Optional<Integer> epoch = Optional.empty();
  private long end;
  private long notBeforeMillis;
  private boolean isParked;

  PartitionReading(TopicPartition partition, long offset) {
    this.partition = partition;
    this.offset = offset;
    this.end = offset;
  }

  TopicPartition partition() {
    return partition;
  }

  /** The next that is wanted. */
  long offset() {
    return offset;
  }

  long pending() {
    return Math.max(0, end - offset);
  }

  boolean isWanted(long nowMillis) {
    return !isParked && nowMillis >= notBeforeMillis;
  }

  void park() {
    isParked = true;
  }

  void resume() {
    isParked = false;
  }

  void pause(long untilMillis) {
    notBeforeMillis = untilMillis;
  }

  /**
   * What to ask the leader for. It answers where the log was cut back when it no longer has what
   * was read last, as after an election that let records be lost.
   *
   * @throws FreshetException when the topic was deleted and made again since
   */
  FetchRequest.PartitionData question(Uuid currentTopicId, int maxBytes, LeaderAndEpoch leader) {
    if (topicId.equals(Uuid.ZERO_UUID)) {
      topicId = currentTopicId;
    } else if (!topicId.equals(currentTopicId)) {
      throw new FreshetException(
          Fault.CALLER,
          "%s was deleted and created again while it was read".formatted(partition.topic()));
    }

    return new FetchRequest.PartitionData(
        topicId, offset, FetchRequest.INVALID_LOG_START_OFFSET, maxBytes, leader.epoch, epoch);
  }

  List<LogBatch> take(FetchResponseData.PartitionData answer) {
    FetchedBatches batches = FetchedBatches.of(partition, offset, answer);
    offset = batches.nextOffset();
    end = Math.max(answer.lastStableOffset(), offset);
    if (batches.epoch().isPresent()) {
      epoch = batches.epoch();
    }

    return batches.batches();
  }

  /**
   * The log has no such offset. A broker that has forgotten the epoch answers so as well, so the
   * first time it is asked again without.
   */
  Optional<RuntimeException> outOfRange() {
    if (epoch.isPresent()) {
      epoch = Optional.empty();

      return Optional.empty();
    }

    return Optional.of(
        new FreshetException(
            Fault.DEPENDENCY,
            "%s has no offset %d any more: retention deleted records that were not read, or the"
                    .formatted(partition, offset)
                + " log was cut back; the job restarts and compares log and ledger"));
  }

  RuntimeException cutBack(long endOffset) {
    return new FreshetException(
        Fault.DEPENDENCY,
        "%s was cut back to offset %d, and it was read up to %d: a broker that lacked records became"
                .formatted(partition, endOffset, offset)
            + " leader; the table holds records that the log has lost, as `freshet prove` tells");
  }
}
