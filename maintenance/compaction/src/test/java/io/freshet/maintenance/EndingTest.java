package io.freshet.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sun.misc.Signal;
import sun.misc.SignalHandler;

@Timeout(60)
class EndingTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final Ending ending = new Ending();

  @AfterEach
  void giveBack() {
    Signal.handle(new Signal("TERM"), SignalHandler.SIG_DFL);
    Signal.handle(new Signal("INT"), SignalHandler.SIG_DFL);
  }

  @Test
  void takesASignalForAWishToEnd() throws Exception {
    CountDownLatch givenUp = new CountDownLatch(1);
    ending.onSignals(LONG, givenUp::countDown);

    Signal.raise(new Signal("TERM"));

    assertThat(ending.await(Duration.ofSeconds(30))).isTrue();
    assertThat(givenUp.getCount()).isEqualTo(1);
  }

  @Test
  void givesUpTheStepUnderWayOnceItsTimeIsOver() throws Exception {
    CountDownLatch givenUp = new CountDownLatch(1);
    ending.onSignals(Duration.ofMillis(1), givenUp::countDown);

    Signal.raise(new Signal("INT"));

    assertThat(givenUp.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(ending.isAsked()).isTrue();
  }

  @Test
  void isNotAskedForByItself() throws Exception {
    assertThat(ending.await(Duration.ofMillis(1))).isFalse();
  }
}
