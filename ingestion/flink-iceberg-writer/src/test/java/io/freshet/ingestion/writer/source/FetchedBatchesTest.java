package io.freshet.ingestion.writer.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.envelope.batch.LogBatch;
import io.freshet.core.envelope.batch.LogRecords;
import io.freshet.core.toolkit.FreshetException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.record.ControlRecordType;
import org.apache.kafka.common.record.EndTransactionMarker;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.Test;

class FetchedBatchesTest {
  private static final TopicPartition TRIPS = new TopicPartition("trips", 2);
  private static final short EPOCH = 0;
  private static final int LEADER_EPOCH = 5;
  private static final long COMMITTING = 71;
  private static final long ABORTING = 72;

  private final ByteBuffer log = ByteBuffer.allocate(1 << 16);
  private final List<AbortedTransaction> aborted = new ArrayList<>();

  @Test
  void handsOnEachBatchAsItIs() {
    plain(10, 3);
    plain(13, 2);

    FetchedBatches fetched = fetch(10);

    assertThat(offsets(fetched)).containsExactly(10L, 11L, 12L, 13L, 14L);
    assertThat(fetched.batches()).hasSize(2).allMatch(batch -> batch.bytes().hasArray());
    assertThat(fetched.nextOffset()).isEqualTo(15);
    assertThat(fetched.epoch()).contains(LEADER_EPOCH);
  }

  @Test
  void beginsInTheMiddleOfABatch() {
    plain(10, 3);

    FetchedBatches fetched = fetch(12);

    assertThat(offsets(fetched)).containsExactly(12L);
    assertThat(fetched.nextOffset()).isEqualTo(13);
  }

  @Test
  void leavesOutWhatWasAbortedAndItsMarkers() {
    transactional(0, ABORTING, 2);
    transactional(2, COMMITTING, 2);
    plain(4, 1);
    transactional(5, ABORTING, 1);
    marker(6, ABORTING, ControlRecordType.ABORT);
    marker(7, COMMITTING, ControlRecordType.COMMIT);
    transactional(8, ABORTING, 1);
    marker(9, ABORTING, ControlRecordType.COMMIT);
    aborted.add(new AbortedTransaction().setProducerId(ABORTING).setFirstOffset(0));

    FetchedBatches fetched = fetch(0);

    assertThat(offsets(fetched)).containsExactly(2L, 3L, 4L, 8L);
    assertThat(fetched.nextOffset()).isEqualTo(10);
  }

  @Test
  void goesOnBehindAnAnswerOfMarkersOnly() {
    marker(6, COMMITTING, ControlRecordType.COMMIT);

    FetchedBatches fetched = fetch(6);

    assertThat(fetched.batches()).isEmpty();
    assertThat(fetched.nextOffset()).isEqualTo(7);
  }

  @Test
  void staysWhereItIsWhenThereIsNothing() {
    assertThat(fetch(6).nextOffset()).isEqualTo(6);
    assertThat(fetch(6).epoch()).isEmpty();
  }

  @Test
  void leavesABatchThatIsNotWholeForTheNextFetch() {
    plain(10, 3);
    plain(13, 2);
    log.position(log.position() - 1);

    assertThat(fetch(10).nextOffset()).isEqualTo(13);
  }

  @Test
  void refusesBytesThatAreNotThoseThatWereSent() {
    plain(10, 3);
    log.put(log.position() - 1, (byte) 77);

    assertThatThrownBy(() -> fetch(10))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("The records of trips-2 from offset 10 on are damaged: ");
  }

  private FetchedBatches fetch(long from) {
    ByteBuffer bytes = log.duplicate().flip();

    return FetchedBatches.of(
        TRIPS,
        from,
        new PartitionData()
            .setRecords(MemoryRecords.readableRecords(bytes))
            .setAbortedTransactions(aborted));
  }

  private static List<Long> offsets(FetchedBatches fetched) {
    List<Long> offsets = new ArrayList<>();
    LogRecords records = new LogRecords();
    for (LogBatch batch : fetched.batches()) {
      records.open(batch);
      while (records.next()) {
        offsets.add(records.current().offset());
      }
    }

    return offsets;
  }

  private void plain(long offset, int records) {
    put(MemoryRecords.withRecords(offset, Compression.NONE, LEADER_EPOCH, simpleRecords(records)));
  }

  private void transactional(long offset, long producer, int records) {
    put(
        MemoryRecords.withTransactionalRecords(
            RecordBatch.MAGIC_VALUE_V2,
            offset,
            Compression.NONE,
            producer,
            EPOCH,
            0,
            LEADER_EPOCH,
            simpleRecords(records)));
  }

  private void marker(long offset, long producer, ControlRecordType type) {
    put(
        MemoryRecords.withEndTransactionMarker(
            offset, 1, LEADER_EPOCH, producer, EPOCH, new EndTransactionMarker(type, 0)));
  }

  private void put(MemoryRecords records) {
    log.put(records.buffer());
  }

  private static SimpleRecord[] simpleRecords(int count) {
    SimpleRecord[] records = new SimpleRecord[count];
    Arrays.setAll(records, i -> new SimpleRecord(i, new byte[] {1}, new byte[] {2}));

    return records;
  }
}
