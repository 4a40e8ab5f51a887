package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StepDelaysTest {
  private final StepDelays delays = new StepDelays();

  @Test
  void saysHowLongNearlyAllTook() {
    IntStream.rangeClosed(1, 200)
        .map(i -> 201 - i)
        .mapToObj(Duration::ofMillis)
        .forEach(delays::add);

    assertThat(delays.drain())
        .isEqualTo(
            new StepDelays.Summary(
                200, Duration.ofMillis(100), Duration.ofMillis(198), Duration.ofMillis(200)));
  }

  @Test
  void forgetsWhatItHasTold() {
    delays.add(Duration.ofMillis(5));
    delays.drain();

    assertThat(delays.drain())
        .isEqualTo(new StepDelays.Summary(0, Duration.ZERO, Duration.ZERO, Duration.ZERO));
  }
}
