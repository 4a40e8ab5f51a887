package io.freshet.ingestion.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KafkaTopicsTest {
  @Test
  void saysWhatItWantedOfAKafkaThatDoesNotAnswer() {
    try (KafkaTopics nobody = KafkaTopics.open(new KafkaSettings("127.0.0.1:1", 1))) {
      assertThatThrownBy(() -> nobody.partitions(List.of("rides"), Duration.ofMillis(100)))
          .isInstanceOfSatisfying(
              FreshetException.class,
              failure -> assertThat(failure.fault()).isEqualTo(Fault.DEPENDENCY))
          .hasMessage("Cannot learn how many partitions rides has: no answer within 100ms");
    }
  }

  /** No name below it ever resolves (RFC 6761). */
  @Test
  void namesTheBrokerThatNobodyKnows() {
    assertThatThrownBy(() -> KafkaTopics.open(new KafkaSettings("broker.invalid:9092", 1)))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("Cannot reach Kafka at broker.invalid:9092, as kafka.bootstrap");
  }
}
