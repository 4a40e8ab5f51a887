package io.freshet.core.toolkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EffortTest {
  @Test
  void workTakesWallAndProcessorTime() {
    long start = System.nanoTime();
    Effort.Meter meter = Effort.start();
    while (meter.read().cpuSeconds() < 0.05) {
      Thread.onSpinWait();
    }

    Effort effort = meter.read();
    double elapsed = (System.nanoTime() - start) / 1e9;
    assertThat(effort.cpuSeconds()).isGreaterThanOrEqualTo(0.05);
    assertThat(effort.seconds()).isPositive().isLessThanOrEqualTo(elapsed + 0.01);
  }
}
