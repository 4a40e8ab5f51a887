package io.freshet.serving.live.menu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private final ManualClock clock = new ManualClock();
  private final Breaker breaker = new Breaker("postgres", clock);

  @Test
  void letsOneTryThroughEachSecondUntilItWorks() {
    assertThat(breaker.mayTry()).isTrue();
    breaker.failed("gone");
    assertThat(breaker.mayTry()).isFalse();

    clock.pass(Duration.ofSeconds(1));
    assertThat(breaker.mayTry()).isTrue();
    assertThat(breaker.mayTry()).as("another, while one is trying").isFalse();

    breaker.worked();
    assertThat(breaker.mayTry()).isTrue();
    assertThat(breaker.mayTry()).isTrue();
    assertThat(breaker.isBroken()).isFalse();
  }
}
