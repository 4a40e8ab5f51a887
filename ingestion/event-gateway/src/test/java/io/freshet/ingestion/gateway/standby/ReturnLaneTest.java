package io.freshet.ingestion.gateway.standby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.envelope.batch.ReceivedTime;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.testing.samples.LogPlace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReturnLaneTest {
  private static final TopicPartition PARTITION = new TopicPartition("rides", 2);
  private static final long SENT = 1_700_000_000_123L;

  private final MockProducer<byte[], byte[]> own =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final ReturnLane lane =
      new ReturnLane(PARTITION, new ReturnLane.Notes(StandbyReturn.GROUP, "topic-id"), own);

  @BeforeEach
  void begin() {
    own.initTransactions();
  }

  @Test
  void bringsRecordsBackWithThePositionBehindThem() {
    lane.bring(List.of(waiting(7, new RecordHeaders()), waiting(9, new RecordHeaders())));

    assertThat(own.history()).hasSize(2);
    assertThat(own.history().get(0).partition()).isEqualTo(PARTITION.partition());
    assertThat(own.consumerGroupOffsetsHistory())
        .containsExactly(
            Map.of(StandbyReturn.GROUP, Map.of(PARTITION, new OffsetAndMetadata(10, "topic-id"))));
  }

  /** So that the way from there counts as waiting. */
  @Test
  void theyAreAsOldAsTheStandbyHasHadThem() {
    RecordHeaders told = new RecordHeaders();
    told.add(ReceivedTime.header(SENT - 5));

    lane.bring(List.of(waiting(7, new RecordHeaders()), waiting(8, told)));

    assertThat(own.history().stream().map(ReturnLaneTest::received))
        .containsExactly(Long.toString(SENT), Long.toString(SENT - 5));
  }

  @Test
  void bringsNoneWhereSomebodyElseHasTakenOver() {
    own.fenceProducer();

    assertThatThrownBy(() -> lane.bring(List.of(waiting(7, new RecordHeaders()))))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("Cannot bring back records of rides-2");
    assertThat(own.history()).isEmpty();
  }

  /** A transaction that can't be ended does not say why, only what came before does. */
  @Test
  void saysWhatKeepsARecordFromComingBackAndThatWaitingIsNoUse() {
    own.commitTransactionException =
        new KafkaException("in an error state", new RecordTooLargeException("too large"));

    assertThatThrownBy(() -> lane.bring(List.of(waiting(7, new RecordHeaders()))))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CALLER))
        .hasMessage("Cannot bring back records of rides-2: too large");
    assertThat(own.history()).isEmpty();
  }

  private static ConsumerRecord<byte[], byte[]> waiting(long offset, RecordHeaders headers) {
    return new LogPlace(PARTITION.topic(), PARTITION.partition(), offset, SENT)
        .holding(new byte[] {1}, new byte[] {2}, headers);
  }

  private static String received(ProducerRecord<byte[], byte[]> sent) {
    Header header = sent.headers().lastHeader(ReceivedTime.HEADER);

    return new String(header.value(), StandardCharsets.UTF_8);
  }
}
