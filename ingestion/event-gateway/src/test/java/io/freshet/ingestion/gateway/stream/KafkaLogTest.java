package io.freshet.ingestion.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.testing.samples.Rides;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaLogTest {
  private static Map<String, Object> config(Acknowledgement acknowledgement) {
    return KafkaLog.config(
        acknowledgement, new KafkaSettings("127.0.0.1:9092", 1), Duration.ofSeconds(5), 1 << 20);
  }

  /** A fake of Kafka can't show what these are for. */
  @Test
  void asksKafkaForWhatTheContractPromises() {
    assertThat(config(Acknowledgement.DURABLE))
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("delivery.timeout.ms", 5000);
    assertThat(config(Acknowledgement.FAST))
        .containsEntry("acks", "1")
        .containsEntry("max.in.flight.requests.per.connection", 1);
  }

  @Test
  void knowsAStreamWhenItKnowsAllOfItsPartitions() {
    KafkaLog log = FakeKafka.acknowledging(Rides.contract()).log();

    assertThat(log.knows(Map.of(Rides.NAME, Rides.PARTITIONS))).isTrue();
    assertThat(log.knows(Map.of(Rides.NAME, Rides.PARTITIONS + 1))).isFalse();
    assertThat(log.knows(Map.of(Rides.NAME, Rides.PARTITIONS, "walks", 1))).isFalse();
  }

  @Test
  void neverWaitsForRoom() {
    assertThat(config(Acknowledgement.DURABLE)).containsEntry("max.block.ms", 0);
    assertThat(config(Acknowledgement.FAST)).containsEntry("max.block.ms", 0);
  }
}
