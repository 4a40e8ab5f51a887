package io.freshet.assurance.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Properties of schedules, each held against many seeds. */
class ScheduleTest {
  private static final int SEEDS = 200;
  private static final Duration AN_HOUR = Duration.ofHours(1);
  private static final Duration MEAN = Duration.ofSeconds(10);
  private static final List<FaultKind> KINDS = FaultKinds.all();

  private static Schedule of(long seed) {
    return Schedule.of(seed, AN_HOUR, KINDS, MEAN);
  }

  @Test
  void isTheSameForTheSameSeedInWhateverOrderTheKindsAreGiven() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<FaultKind> shuffled = new ArrayList<>(KINDS);
      Collections.shuffle(shuffled, new Random(seed));

      assertThat(Schedule.of(seed, AN_HOUR, shuffled, MEAN)).isEqualTo(of(seed));
    }
  }

  @Test
  void isAnotherForAnotherSeed() {
    assertThat(of(1).faults()).isNotEqualTo(of(2).faults());
  }

  @Test
  void beginsNoFaultAfterItsTimeAndNoneBeforeTheOneBefore() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Duration before = Duration.ZERO;
      for (ScheduledFault fault : of(seed).faults()) {
        assertThat(fault.at()).isGreaterThan(before).isLessThan(AN_HOUR);
        before = fault.at();
      }
    }
  }

  @Test
  void letsEachFaultLastAsLongAsItsKindAllows() {
    for (long seed = 0; seed < SEEDS; seed++) {
      for (ScheduledFault fault : of(seed).faults()) {
        assertThat(fault.lasting()).isBetween(fault.kind().shortest(), fault.kind().longest());
      }
    }
  }

  @Test
  void bringsNoKindAgainBeforeAllHaveCome() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<ScheduledFault> faults = of(seed).faults();
      List<FaultKind> first =
          faults.stream().limit(KINDS.size()).map(ScheduledFault::kind).toList();

      assertThat(new HashSet<>(first)).hasSameSizeAs(first);
    }
  }

  @Test
  void bringsThemAsOftenAsTheMeanSays() {
    int faults = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      faults += of(seed).faults().size();
    }

    long expected = SEEDS * AN_HOUR.dividedBy(MEAN);
    // Gaps are cut at both ends, which shortens their mean by a few hundredths at most.
    assertThat((double) faults).isBetween(expected * 0.9, expected * 1.1);
  }

  @Test
  void putsEachFaultIntoOneLane() {
    Schedule schedule = of(7);

    List<ScheduledFault> both = new ArrayList<>(schedule.lane(true));
    both.addAll(schedule.lane(false));

    assertThat(both).containsExactlyInAnyOrderElementsOf(schedule.faults());
  }

  @Test
  void refusesToDrawFromNothing() {
    assertThatThrownBy(() -> Schedule.of(1, AN_HOUR, List.of(), MEAN))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("--kinds is none; it must be at least one kind of fault");
  }

  @Test
  void refusesAMeanThatIsTooShort() {
    assertThatThrownBy(() -> Schedule.of(1, AN_HOUR, KINDS, Duration.ofMillis(10)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("--every is 10ms; it must be 1s or longer");
  }
}
