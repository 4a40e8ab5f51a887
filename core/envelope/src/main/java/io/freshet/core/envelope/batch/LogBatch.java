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
    return batch().nextOffset();
  }
}
