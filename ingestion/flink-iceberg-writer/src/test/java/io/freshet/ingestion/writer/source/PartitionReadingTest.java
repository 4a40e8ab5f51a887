package io.freshet.ingestion.writer.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.Metadata.LeaderAndEpoch;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.apache.kafka.common.requests.FetchRequest;
import org.junit.jupiter.api.Test;

class PartitionReadingTest {
  private static final Uuid TOPIC = new Uuid(1, 2);
  private static final int MAX_BYTES = 1000;
  private static final LeaderAndEpoch LEADER = new LeaderAndEpoch(Optional.empty(), Optional.of(6));

  private final PartitionReading reading = new PartitionReading(new TopicPartition("trips", 2), 40);

  @Test
  void asksWhereItStandsAndWhatItReadLast() {
    FetchRequest.PartitionData first = reading.question(TOPIC, MAX_BYTES, LEADER);
    reading.take(answer(40, 5));
    FetchRequest.PartitionData second = reading.question(TOPIC, MAX_BYTES, LEADER);

    assertThat(first.fetchOffset).isEqualTo(40);
    assertThat(first.lastFetchedEpoch).isEmpty();
    assertThat(second.fetchOffset).isEqualTo(41);
    assertThat(second.lastFetchedEpoch).contains(5);
    assertThat(second.currentLeaderEpoch).contains(6);
  }

  @Test
  void knowsHowMuchWaits() {
    reading.take(answer(40, 5).setLastStableOffset(100));

    assertThat(reading.pending()).isEqualTo(59);
  }

  @Test
  void refusesATopicThatTookTheOthersName() {
    reading.question(TOPIC, MAX_BYTES, LEADER);

    assertThatThrownBy(() -> reading.question(new Uuid(1, 3), MAX_BYTES, LEADER))
        .isInstanceOf(FreshetException.class)
        .hasMessage("trips was deleted and created again while it was read");
  }

  @Test
  void asksAgainWithoutTheEpochBeforeItGivesAnOffsetUp() {
    reading.take(answer(40, 5));

    assertThat(reading.outOfRange()).isEmpty();
    assertThat(reading.question(TOPIC, MAX_BYTES, LEADER).lastFetchedEpoch).isEmpty();
    assertThat(reading.outOfRange())
        .get()
        .extracting(Throwable::getMessage)
        .isEqualTo(
            "trips-2 has no offset 41 any more: retention deleted records that were not read, or"
                + " the log was cut back; the job restarts and compares log and ledger");
  }

  @Test
  void waitsAfterAFailure() {
    reading.pause(1000);

    assertThat(List.of(reading.isWanted(999), reading.isWanted(1000))).containsExactly(false, true);
  }

  private static PartitionData answer(long offset, int epoch) {
    return new PartitionData()
        .setRecords(
            MemoryRecords.withRecords(
                offset, Compression.NONE, epoch, new SimpleRecord(1, null, new byte[] {1})));
  }
}
