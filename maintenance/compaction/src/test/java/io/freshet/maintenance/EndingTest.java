package io.freshet.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
    ending.over();
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
    assertThat(ending.isGivenUp()).isFalse();
  }

  @Test
  void givesUpTheStepUnderWayOnceItsTimeIsOver() throws Exception {
    CountDownLatch givenUp = new CountDownLatch(1);
    ending.onSignals(Duration.ofMillis(1), givenUp::countDown);

    Signal.raise(new Signal("TERM"));

    assertThat(givenUp.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(ending.isAsked()).isTrue();
    assertThat(ending.isGivenUp()).isTrue();
  }

  @Test
  void givesUpAgainAndAgainWhatIsBegunAfterwards() throws Exception {
    CountDownLatch givenUp = new CountDownLatch(3);
    ending.onSignals(Duration.ofMillis(1), givenUp::countDown);

    Signal.raise(new Signal("TERM"));

    assertThat(givenUp.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void givesUpNothingOnceItIsOver() throws Exception {
    AtomicInteger givenUp = new AtomicInteger();
    ending.onSignals(Duration.ofMillis(1), givenUp::incrementAndGet);
    ending.over();

    Signal.raise(new Signal("TERM"));

    assertThat(ending.await(Duration.ofSeconds(30))).isTrue();
    await().until(() -> timers() == 0);
    assertThat(givenUp).hasValue(0);
  }

  private static long timers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("give-up"))
        .count();
  }

  @Test
  void isNotAskedForByItself() throws Exception {
    assertThat(ending.await(Duration.ofMillis(1))).isFalse();
  }
}
