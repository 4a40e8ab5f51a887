package io.freshet.core.envelope.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.testing.samples.Rides;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class KafkaClientsTest {
  /** No name below it ever resolves (RFC 6761). */
  private static final KafkaSettings NOWHERE = new KafkaSettings("broker.invalid:9092", 1);

  @Test
  void namesTheBrokerThatNobodyKnows() {
    assertTold(() -> KafkaClients.admin(NOWHERE).close());
    assertTold(
        () ->
            EventConsumer.fromBeginning(
                    NOWHERE, new InMemorySchemaRegistry(), List.of(Rides.contract()))
                .close());
    assertTold(
        () -> StreamReader.open(NOWHERE, new InMemorySchemaRegistry(), Rides.contract()).close());
  }

  private static void assertTold(ThrowingCallable making) {
    assertThatThrownBy(making)
        .isInstanceOfSatisfying(
            FreshetException.class,
            failure -> assertThat(failure.fault()).isEqualTo(Fault.DEPENDENCY))
        .hasMessageStartingWith(
            "Cannot reach Kafka at broker.invalid:9092, as kafka.bootstrap has it: Failed to")
        .hasMessageContaining("No resolvable bootstrap urls");
  }
}
