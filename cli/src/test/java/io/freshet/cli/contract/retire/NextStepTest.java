package io.freshet.cli.contract.retire;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.contract.retire.NextStep.Action;
import io.freshet.cli.contract.retire.NextStep.Wish;
import io.freshet.core.contract.Lifecycle;
import io.freshet.core.contract.Lifecycle.Status;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class NextStepTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 1);
  private static final LocalDate LATER = LocalDate.of(2026, 12, 1);
  private static final Wish PLAIN = new Wish(Optional.empty(), LATER, false, false);

  @Test
  void warnsFirst() {
    assertThat(next(Lifecycle.active(), 3, PLAIN))
        .isEqualTo(new NextStep(Action.DEPRECATE, "keep it up until 2026-12-01"));
  }

  @Test
  void waitsUntilItsDay() {
    assertThat(next(deprecated(LATER), 0, PLAIN))
        .isEqualTo(
            new NextStep(
                Action.WAIT, "it is kept up until 2026-12-01; --now retires it all the same"));
  }

  @Test
  void waitsForThoseWhoStillReadIt() {
    assertThat(next(deprecated(TODAY), 2, PLAIN).detail())
        .isEqualTo("2 readers are left; --now retires it all the same");
    assertThat(next(deprecated(TODAY), 1, PLAIN).detail()).startsWith("1 reader is left;");
  }

  @Test
  void takesNobodysSilenceForConsent() {
    assertThat(NextStep.of(deprecated(TODAY), OptionalInt.empty(), TODAY, PLAIN))
        .isEqualTo(
            new NextStep(
                Action.WAIT,
                "nobody could be asked who still reads it; --now retires it all the same"));
  }

  @Test
  void retiresWhenItIsDueAndNobodyReadsIt() {
    assertThat(next(deprecated(TODAY), 0, PLAIN).action()).isEqualTo(Action.RETIRE);
    assertThat(next(new Lifecycle(Status.DEPRECATED, Optional.empty()), 0, PLAIN).action())
        .isEqualTo(Action.RETIRE);
  }

  @Test
  void retiresAtOnceForWhoeverInsists() {
    Wish now = new Wish(Optional.empty(), LATER, true, false);

    assertThat(next(Lifecycle.active(), 3, now).action()).isEqualTo(Action.RETIRE);
    assertThat(next(deprecated(LATER), 3, now).action()).isEqualTo(Action.RETIRE);
  }

  @Test
  void movesTheDay() {
    Wish another = new Wish(Optional.of(LATER.plusDays(9)), LATER, false, false);

    assertThat(next(deprecated(LATER), 3, another))
        .isEqualTo(new NextStep(Action.DEPRECATE, "keep it up until 2026-12-10"));
  }

  @Test
  void deletesOnlyWhatIsRetiredAndOnlyForWhoeverAsks() {
    Lifecycle retired = new Lifecycle(Status.RETIRED, Optional.of(TODAY));

    assertThat(next(retired, 0, PLAIN).action()).isEqualTo(Action.NONE);
    assertThat(next(retired, 0, new Wish(Optional.empty(), LATER, false, true)).action())
        .isEqualTo(Action.DELETE);
  }

  private static Lifecycle deprecated(LocalDate end) {
    return new Lifecycle(Status.DEPRECATED, Optional.of(end));
  }

  private static NextStep next(Lifecycle lifecycle, int readers, Wish wish) {
    return NextStep.of(lifecycle, OptionalInt.of(readers), TODAY, wish);
  }
}
