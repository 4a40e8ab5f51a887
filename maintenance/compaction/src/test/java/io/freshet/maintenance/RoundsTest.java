package io.freshet.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RoundsTest {
  private final Ending ending = new Ending();
  private final Rounds rounds = new Rounds(Duration.ofMillis(1), ending);

  @Test
  void goesOnWhileOthersAreAwayUntilToldToStop() throws Exception {
    Deque<Rounds.Round> left =
        rounds(
            () -> {
              throw new FreshetException(Fault.DEPENDENCY, "The catalog is away");
            },
            () -> {
              throw new IOException("No space left on device");
            },
            () -> true,
            () -> {
              ending.ask();

              return true;
            });

    int exitCode = rounds.run(() -> left.remove().run());

    assertThat(exitCode).isZero();
    assertThat(left).isEmpty();
  }

  @Test
  void endsAfterARoundThatFoundALoss() throws Exception {
    Deque<Rounds.Round> left = rounds(() -> true, () -> false, () -> true);

    int exitCode = rounds.run(() -> left.remove().run());

    assertThat(exitCode).isEqualTo(1);
    assertThat(left).hasSize(1);
  }

  @Test
  void endsWhereNoFurtherRoundWouldDoBetter() {
    assertThatThrownBy(
            () ->
                rounds.run(
                    () -> {
                      throw new FreshetException(Fault.CALLER, "The contracts are wrong");
                    }))
        .hasMessage("The contracts are wrong");
  }

  private static Deque<Rounds.Round> rounds(Rounds.Round... rounds) {
    return new ArrayDeque<>(Arrays.asList(rounds));
  }
}
