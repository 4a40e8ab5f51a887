package io.freshet.ingestion.gateway.standby;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ReturnLogTest {
  private final AtomicLong nanos = new AtomicLong(5);
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final ReturnLog log = new ReturnLog(metrics, nanos::get);

  @Test
  void tellsWhenSomethingBeginsAndThenOnceAMinute() {
    assertThat(log.isDue("stuck rides-0")).isTrue();
    assertThat(log.isDue("stuck rides-0")).isFalse();
    assertThat(log.isDue("stuck rides-1")).isTrue();

    nanos.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(log.isDue("stuck rides-0")).isFalse();

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(log.isDue("stuck rides-0")).isTrue();
    assertThat(log.isDue("stuck rides-0")).isFalse();
  }

  @Test
  void countsEachAttemptWhetherItIsToldOrNot() {
    log.stuck(new TopicPartition("rides", 0), "too large");
    log.stuck(new TopicPartition("rides", 0), "too large");
    log.stuck(new TopicPartition("walks", 0), "too large");
    log.failed(new IllegalStateException("a bug"));

    assertThat(count("rides")).isEqualTo(2);
    assertThat(count("walks")).isEqualTo(1);
    assertThat(count("")).isEqualTo(1);
    assertThat(log.isDue("stuck rides-0")).as("told already").isFalse();
    assertThat(log.isDue("failed")).as("told already").isFalse();
  }

  private double count(String contract) {
    return metrics.get(ReturnLog.STUCK).tag("contract", contract).counter().count();
  }
}
