package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final Patience NONE = new Patience("The store", Duration.ZERO);

  @Test
  void saysWhatItFailedOfLast() {
    assertThatThrownBy(
            () ->
                NONE.await(
                    () -> {
                      throw new IOException("no answer");
                    }))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DEPENDENCY))
        .hasMessage("The store was not well again after 0 s: no answer");
  }

  @Test
  void waitsForNothingThatNoWaitingMends() {
    FreshetException ours = new FreshetException(Fault.OURS, "a bug");
    Patience choosy =
        new Patience("The store", Duration.ofMinutes(1), known -> known.fault() == Fault.OURS);

    assertThatThrownBy(
            () ->
                choosy.await(
                    () -> {
                      throw ours;
                    }))
        .isSameAs(ours);
  }

  @Test
  void whatMustHoldTwiceMustHoldInARow() throws InterruptedException {
    Queue<Boolean> answers = new ArrayDeque<>(List.of(true, false, true, true, false));

    new Patience("The store", Duration.ofMinutes(1), Duration.ofMillis(1), known -> false)
        .awaitTwice(answers::remove);

    assertThat(answers).hasSize(1);
  }

  @Test
  void looksUntilItIsOver() throws InterruptedException {
    AtomicInteger looks = new AtomicInteger();

    Patience.until(() -> looks.get() == 3, Duration.ofMillis(1), looks::incrementAndGet);

    assertThat(looks.get()).isEqualTo(3);
  }

  @Test
  void waitsForNothingOnceItIsOver() throws InterruptedException {
    AtomicInteger looks = new AtomicInteger();

    Patience.until(() -> looks.get() == 1, Duration.ofDays(1), looks::incrementAndGet);

    assertThat(looks.get()).isEqualTo(1);
  }
}
