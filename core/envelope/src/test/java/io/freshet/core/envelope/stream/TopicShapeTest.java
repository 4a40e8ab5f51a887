package io.freshet.core.envelope.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.envelope.Pings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicShapeTest {
  @Test
  void isWhatTheContractSays() {
    TopicShape shape = TopicShape.of(Pings.contract(), 5);

    assertThat(shape.partitions()).isEqualTo(8);
    assertThat(shape.replicas()).isEqualTo(3);
    assertThat(shape.config())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "cleanup.policy", "delete",
                "max.message.bytes", "1048576",
                "message.timestamp.type", "LogAppendTime",
                "min.insync.replicas", "2",
                "retention.ms", "604800000"));
  }

  @Test
  void asksNoMoreReplicasThanTheClusterHas() {
    TopicShape shape = TopicShape.of(Pings.contract(), 1);

    assertThat(shape.summary())
        .isEqualTo(
            "partitions 8, replicas 1 (in sync 1), retention 7d, at most 1048576 bytes an event");
  }
}
