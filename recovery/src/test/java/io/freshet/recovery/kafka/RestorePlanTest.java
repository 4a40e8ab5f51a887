package io.freshet.recovery.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.recovery.kafka.KafkaTopics.GroupOffset;
import io.freshet.recovery.kafka.KafkaTopics.Topic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RestorePlanTest {
  private static final Topic PINGS = topic("pings", "id-of-pings");
  private static final Topic ORDERS = topic("orders", "id-of-orders");
  private static final GroupOffset READ =
      new GroupOffset("readers", PINGS.name(), PINGS.id(), 1, 17);

  @Test
  void makesTheTopicsThatTheClusterLacks() {
    RestorePlan plan =
        RestorePlan.of(List.of(PINGS, ORDERS), List.of(), Map.of("orders", ORDERS), Set.of());

    assertThat(plan.missing()).containsExactly(PINGS);
  }

  @Test
  void givesAGroupThatHasNoneItsOffsetsAgain() {
    RestorePlan plan =
        RestorePlan.of(List.of(PINGS), List.of(READ), Map.of("pings", PINGS), Set.of());

    assertThat(plan.missing()).isEmpty();
    assertThat(plan.set())
        .isEqualTo(
            Map.of("readers", Map.of(new TopicPartition("pings", 1), new OffsetAndMetadata(17))));
    assertThat(plan.left()).isEmpty();
  }

  @Test
  void leavesAGroupThatHasReadOnSince() {
    RestorePlan plan =
        RestorePlan.of(List.of(PINGS), List.of(READ), Map.of("pings", PINGS), Set.of("readers"));

    assertThat(plan.set()).isEmpty();
    assertThat(plan.left()).containsExactly("readers");
  }

  @Test
  void givesNoOffsetsOfATopicThatIsGoneOrAnotherOne() {
    Map<String, Topic> madeAnew = Map.of("pings", topic("pings", "another-id"));

    RestorePlan another = RestorePlan.of(List.of(PINGS), List.of(READ), madeAnew, Set.of());
    RestorePlan gone = RestorePlan.of(List.of(PINGS), List.of(READ), Map.of(), Set.of());

    assertThat(another.set()).isEmpty();
    assertThat(another.left()).containsExactly("readers");
    assertThat(gone.set()).isEmpty();
    assertThat(gone.left()).containsExactly("readers");
  }

  private static Topic topic(String name, String id) {
    return new Topic(name, id, 3, 1, Map.of("retention.ms", "1000"));
  }
}
