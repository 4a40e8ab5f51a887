package io.freshet.core.envelope.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaFaultsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final KafkaFutureImpl<String> asked = new KafkaFutureImpl<>();

  @Test
  void givesWhatKafkaAnswers() {
    asked.complete("cluster-1");

    assertThat(answer(LONG)).isEqualTo("cluster-1");
  }

  @Test
  void keepsKafkasOwnExceptionForThoseWhoTellFailuresApart() {
    asked.completeExceptionally(new UnknownTopicOrPartitionException("no such topic"));

    assertThatThrownBy(() -> answer(LONG))
        .hasMessage("Cannot describe topic pings: no such topic")
        .hasCauseInstanceOf(UnknownTopicOrPartitionException.class)
        .isInstanceOfSatisfying(FreshetException.class, f -> isFaultOf(f, Fault.DEPENDENCY));
  }

  static KafkaException[] refusals() {
    return new KafkaException[] {
      new SaslAuthenticationException("wrong password"), new TopicAuthorizationException("not you")
    };
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aRefusalIsTheCallersFault(KafkaException refusal) {
    asked.completeExceptionally(refusal);

    assertThatThrownBy(() -> answer(LONG))
        .hasMessage("Cannot describe topic pings: " + refusal.getMessage())
        .isInstanceOfSatisfying(FreshetException.class, f -> isFaultOf(f, Fault.CALLER));
  }

  @Test
  void saysWhyAClientCouldNotBeMade() {
    KafkaException unmade =
        new KafkaException("Failed to construct it", new ConfigException("No resolvable address"));

    FreshetException failure = KafkaFaults.failure("open a producer", unmade);

    assertThat(failure)
        .hasMessage("Cannot open a producer: Failed to construct it: No resolvable address");
    isFaultOf(failure, Fault.DEPENDENCY);
  }

  @Test
  void waitsNoLongerThanItMay() {
    assertThatThrownBy(() -> answer(Duration.ofMillis(1)))
        .hasMessage("Cannot describe topic pings: no answer within 1ms")
        .isInstanceOfSatisfying(FreshetException.class, f -> isFaultOf(f, Fault.DEPENDENCY));
  }

  @Test
  void anInterruptedWaitLeavesTheThreadInterrupted() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> answer(LONG)).isInstanceOf(FreshetException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private String answer(Duration within) {
    return KafkaFaults.answer(asked, within, "describe topic pings");
  }

  private static void isFaultOf(FreshetException failure, Fault fault) {
    assertThat(failure.fault()).isEqualTo(fault);
  }
}
