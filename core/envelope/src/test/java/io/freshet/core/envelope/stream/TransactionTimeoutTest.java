package io.freshet.core.envelope.stream;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TransactionTimeoutTest {
  private static final String KEY = "validator.transaction-timeout";
  private static final Duration BROKERS = Duration.ofMinutes(15);

  @Test
  void outlastsASlowCheckpointAndARestart() {
    assertThatCode(
            () ->
                TransactionTimeout.check(
                    KEY, Duration.ofMinutes(12), Duration.ofMinutes(5), BROKERS))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                TransactionTimeout.check(
                    KEY, Duration.ofMinutes(7), Duration.ofSeconds(3), BROKERS))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "validator.transaction-timeout is 7m; it must be at least 423s: an interval of 3s, 2m"
                + " for a slow checkpoint, 5m for a restart");
  }

  @Test
  void isNoLongerThanTheBrokerAllows() {
    assertThatCode(() -> TransactionTimeout.check(KEY, BROKERS, Duration.ofSeconds(3), BROKERS))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                TransactionTimeout.check(
                    KEY, Duration.ofMinutes(16), Duration.ofSeconds(3), BROKERS))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "validator.transaction-timeout is 16m; it must be at most 15m, which is the broker's"
                + " transaction.max.timeout.ms");
  }
}
