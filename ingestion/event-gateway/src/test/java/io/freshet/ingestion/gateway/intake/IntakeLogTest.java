package io.freshet.ingestion.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IntakeLogTest {
  private final AtomicLong nanos = new AtomicLong(5);
  private final IntakeLog log = new IntakeLog(nanos::get);

  @Test
  void tellsOfTheFirstAtOnceAndOfTheOthersTogether() {
    assertThat(log.due("a")).isEqualTo(1);
    assertThat(log.due("a")).isZero();
    assertThat(log.due("a")).isZero();
    assertThat(log.due("b")).isEqualTo(1);

    nanos.addAndGet(Duration.ofSeconds(11).toNanos());

    assertThat(log.due("a")).isEqualTo(3);
    assertThat(log.due("a")).isZero();
  }
}
