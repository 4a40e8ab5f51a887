package io.freshet.bench.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.ProgressListener;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HealingTest {
  private final AtomicInteger tries = new AtomicInteger();

  @Test
  void triesAgainWhereAPartDoesNotAnswerInTime() {
    healing(3, Duration.ofMinutes(1)).untilAllAnswers();

    assertThat(tries).hasValue(3);
  }

  @Test
  void failsAsTheLastTryHas() {
    assertThatThrownBy(() -> healing(Integer.MAX_VALUE, Duration.ofSeconds(-1)).untilAllAnswers())
        .hasMessage("kafka does not answer");
    assertThat(tries).hasValue(1);
  }

  private Healing healing(int goesWellAt, Duration patience) {
    return new Healing(
        () -> {
          if (tries.incrementAndGet() < goesWellAt) {
            throw new FreshetException(Fault.DEPENDENCY, "kafka does not answer");
          }
        },
        ProgressListener.SILENT,
        patience,
        Duration.ZERO);
  }
}
