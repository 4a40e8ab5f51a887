package io.freshet.warehouse.snowflake.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CommitWatchTest {
  private static final TopicPartition PARTITION = new TopicPartition(Contracts.TABLE_COMMITS, 0);

  private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("latest");

  @Test
  void saysThatTheTopicIsMissingAndHowToMakeIt() {
    assertThatThrownBy(() -> CommitWatch.of(kafka))
        .isInstanceOfSatisfying(
            FreshetException.class, failure -> assertThat(failure.fault()).isEqualTo(Fault.CALLER))
        .hasMessage(
            "Topic table_commits does not exist; apply its contract with freshet contract apply");
  }

  @Test
  void namesTheTablesThatAreCommittedToFromNowOn() {
    CommitWatch watch = watch();

    arrive(7, "raw.dasher_pings");
    arrive(8, "raw.dasher_pings");
    arrive(9, "raw.markets");

    assertThat(watch.await(Duration.ZERO))
        .containsExactlyInAnyOrder("raw.dasher_pings", "raw.markets");
  }

  @Test
  void aKafkaThatGoesAwayIsADependency() {
    CommitWatch watch = watch();
    kafka.setPollException(new KafkaException("it went away"));

    assertThatThrownBy(() -> watch.await(Duration.ZERO))
        .isInstanceOfSatisfying(
            FreshetException.class,
            failure -> assertThat(failure.fault()).isEqualTo(Fault.DEPENDENCY))
        .hasMessage("Cannot listen for commits in table_commits: it went away");
  }

  private CommitWatch watch() {
    Node broker = new Node(1, "localhost", 9092);
    Node[] replicas = {broker};
    kafka.updatePartitions(
        Contracts.TABLE_COMMITS,
        List.of(new PartitionInfo(Contracts.TABLE_COMMITS, 0, broker, replicas, replicas)));
    kafka.updateEndOffsets(Map.of(PARTITION, 7L));

    return CommitWatch.of(kafka);
  }

  private void arrive(long offset, String table) {
    kafka.addRecord(
        new ConsumerRecord<>(
            PARTITION.topic(), 0, offset, table.getBytes(StandardCharsets.UTF_8), new byte[0]));
  }
}
