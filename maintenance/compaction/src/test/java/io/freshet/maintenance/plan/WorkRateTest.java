package io.freshet.maintenance.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkRateTest {
  private static final WorkRate ASSUMED = new WorkRate(3, 1e6);

  @Test
  void findsWhatAStepAndAByteCost() {
    WorkRate rate = WorkRate.fit(steps(5, 2, 10e6), ASSUMED);

    assertThat(rate.cpuSecondsPerStep()).isCloseTo(2, within(1e-6));
    assertThat(rate.bytesPerCpuSecond()).isCloseTo(10e6, within(1.0));
  }

  @Test
  void isNotLedAstrayByABadDay() {
    List<WorkRate.Sample> samples = new ArrayList<>(steps(9, 2, 10e6));
    samples.set(4, new WorkRate.Sample(samples.get(4).bytes(), 1000));

    WorkRate rate = WorkRate.fit(samples, ASSUMED);

    assertThat(rate.cpuSecondsPerStep()).isCloseTo(2, within(1e-6));
    assertThat(rate.bytesPerCpuSecond()).isCloseTo(10e6, within(1.0));
  }

  @Test
  void keepsToWhatIsAssumedWhileLittleIsKnown() {
    assertThat(WorkRate.fit(steps(4, 2, 10e6), ASSUMED)).isEqualTo(ASSUMED);
    assertThat(WorkRate.fit(Collections.nCopies(9, new WorkRate.Sample(100, 1)), ASSUMED))
        .as("all of one size")
        .isEqualTo(ASSUMED);
    assertThat(WorkRate.fit(steps(9, 50, -10e6), ASSUMED))
        .as("more bytes for less")
        .isEqualTo(ASSUMED);
  }

  @Test
  void saysHowFarABudgetGoes() {
    WorkRate rate = new WorkRate(2, 10e6);

    assertThat(rate.cpuSeconds(50_000_000)).isEqualTo(7);
    assertThat(rate.bytesFor(7)).isEqualTo(50_000_000);
    assertThat(rate.bytesFor(1)).isZero();
  }

  private static List<WorkRate.Sample> steps(int count, double perStep, double bytesPerSecond) {
    List<WorkRate.Sample> steps = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      long bytes = i * 20_000_000L;
      steps.add(new WorkRate.Sample(bytes, perStep + bytes / bytesPerSecond));
    }

    return steps;
  }
}
