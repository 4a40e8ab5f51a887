package io.freshet.maintenance.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.maintenance.retention.KafkaTopics.Topic;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A table that has read topic rides of cluster A. */
class KafkaLogBeginsTest {
  private static final Ledger LEDGER =
      Ledger.EMPTY.withSource(new LogSource("cluster-a", "rides", "topic-1"));

  /** What a cluster has: one topic at most. */
  private record Cluster(String cluster, String name, Topic only) implements KafkaTopics {
    @Override
    public Optional<Topic> topic(String asked) {
      return asked.equals(name) ? Optional.of(only) : Optional.empty();
    }

    @Override
    public void close() {}
  }

  @Test
  void tellsWhereEachPartitionOfTheTopicBegins() {
    assertThat(begins("cluster-a", "rides", "topic-1"))
        .containsOnly(Map.entry(new Position(1, 0), 7L), Map.entry(new Position(1, 1), 0L));
  }

  @Test
  void knowsThatATopicThatWasMadeAnewHasLostTheRecordsOfTheFormer() {
    assertThat(begins("cluster-a", "rides", "topic-2")).isEmpty();
  }

  @Test
  void takesNoTopicOfAnotherKafkaForGone() {
    assertThatThrownBy(() -> begins("cluster-b", "rides", "topic-1"))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "No rows go by age, as nobody can say which records topic rides (id topic-1) of"
                + " Kafka's cluster cluster-a still has: kafka.bootstrap leads to cluster"
                + " cluster-b. Lead maintenance to that cluster; where the topic is gone for"
                + " good, add its id to maintenance.gone-topics")
        .extracting(e -> ((FreshetException) e).fault())
        .isEqualTo(Fault.CALLER);
  }

  @Test
  void takesNoTopicForGoneBecauseItIsNotThere() {
    assertThatThrownBy(() -> begins("cluster-a", "orders", "topic-9"))
        .hasMessageContaining("(id topic-1) of Kafka's cluster cluster-a still has")
        .hasMessageContaining("it has no topic of that name");
  }

  @Test
  void believesWhoeverSaysThatATopicIsGone() {
    Set<String> gone =
        KafkaLogBegins.goneTopics(Settings.of(Map.of("maintenance.gone-topics", "x, topic-1")));

    assertThat(new KafkaLogBegins(KafkaLogBeginsTest::nobody, gone).of(LEDGER)).isEmpty();
    assertThat(KafkaLogBegins.goneTopics(Settings.of(Map.of()))).isEmpty();
  }

  @Test
  void asksNobodyForFilesThatWereLanded() {
    Ledger landed = Ledger.EMPTY.withSource(new LogSource("files", "landing/rides", "table-1"));

    assertThat(new KafkaLogBegins(KafkaLogBeginsTest::nobody, Set.of()).of(landed)).isEmpty();
  }

  private static Map<Position, Long> begins(String cluster, String topic, String id) {
    Topic only = new Topic(id, Map.of(0, 7L, 1, 0L));

    return new KafkaLogBegins(() -> new Cluster(cluster, topic, only), Set.of()).of(LEDGER);
  }

  private static KafkaTopics nobody() {
    throw new AssertionError("Kafka was asked");
  }
}
