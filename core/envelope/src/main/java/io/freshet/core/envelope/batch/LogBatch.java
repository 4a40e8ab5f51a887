package io.freshet.core.envelope.batch;

import java.nio.ByteBuffer;
import org.apache.kafka.common.record.DefaultRecordBatch;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.Records;

/**
 * A batch of records as Kafka stores and sends it, perhaps compressed. {@link LogRecords} reads it.
 *
 * @param from records before this offset are not meant: a batch comes whole, even to one who begins
 *     to read in its middle
 * @param bytes the batch in Kafka's message format 2, header included; not to be changed
 */
public record LogBatch(String topic, int partition, long from, ByteBuffer bytes) {
  private static final int NONE = -1;

  /**
   * A mark in the place of a batch, without records: what comes next of the partition begins anew
   * at {@code from}, which may lie before what came last.
   */
  public static LogBatch wentBack(String topic, int partition, long from) {
    return new LogBatch(topic, partition, from, ByteBuffer.allocate(0));
  }

  /** Whether it is that mark. */
  public boolean isWentBack() {
    return !bytes.hasRemaining() && partition != NONE;
  }

  /** A mark of no partition: the topic's contract is said to be another by now. */
  public static LogBatch changedContract(String topic) {
    return new LogBatch(topic, NONE, 0, ByteBuffer.allocate(0));
  }

  /** Whether it is that mark. */
  public boolean isChangedContract() {
    return partition == NONE;
  }

  /** What Kafka calls the batch's magic. */
  byte format() {
    return bytes.get(bytes.position() + Records.MAGIC_OFFSET);
  }

  long baseOffset() {
    return bytes.getLong(bytes.position() + Records.OFFSET_OFFSET);
  }

  /** The batch as Kafka's classes read it; format 2 is theirs. */
  DefaultRecordBatch batch() {
    return (DefaultRecordBatch)
        MemoryRecords.readableRecords(bytes.duplicate()).batches().iterator().next();
  }

  /** Where reading goes on behind the batch. */
  public long nextOffset() {
    return isWentBack() ? from : batch().nextOffset();
  }
}
