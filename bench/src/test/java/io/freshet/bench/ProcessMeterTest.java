package io.freshet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.FreshetException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessMeterTest {
  private static final long NOBODY = Long.MAX_VALUE;

  @Test
  void addsUpWhatTheProcessesHaveUsed() {
    long self = ProcessHandle.current().pid();

    Effort once = new ProcessMeter(List.of(self), System.nanoTime()).read();
    Effort twice = new ProcessMeter(List.of(self, self), System.nanoTime()).read();

    assertThat(once.cpuSeconds()).isPositive();
    assertThat(twice.cpuSeconds()).isGreaterThanOrEqualTo(2 * once.cpuSeconds());
  }

  @Test
  void subtractsTheEarlierReading() {
    assertThat(ProcessMeter.between(new Effort(1.5, 0.25), new Effort(4, 1)))
        .isEqualTo(new Effort(2.5, 0.75));
  }

  @Test
  void refusesAFigureOfAProcessThatIsGone() {
    assertThatThrownBy(() -> new ProcessMeter(List.of(NOBODY), 0).read())
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("has ended while it was measured");
  }
}
