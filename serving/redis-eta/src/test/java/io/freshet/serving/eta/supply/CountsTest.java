package io.freshet.serving.eta.supply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountsTest {
  private static final long MINUTE = Minutes.MILLIS;
  private static final long HERE = 0x872830828FFFFFFL;
  private static final long THERE = 0x87283082AFFFFFFL;

  private final Counts counts = new Counts(MINUTE);

  @Test
  void countsSomebodyWhereverItIsInEachMinute() {
    counts.add(timeline(2, 4));

    assertThat(idle(HERE, 1)).isZero();
    assertThat(idle(HERE, 3)).isEqualTo(1);
    assertThat(idle(HERE, 4)).isZero();
    assertThat(busy(THERE, 4)).isEqualTo(1);
    assertThat(busy(THERE, 5)).isZero();
  }

  @Test
  void countsNothingOfWhatWasTakenBackHoweverMuchIsSettled() {
    counts.add(timeline(2, 4));
    counts.settle(3 * MINUTE);
    assertThat(busy(THERE, 4)).isEqualTo(1);

    counts.remove(timeline(2, 4));

    assertThat(counts.at(4 * MINUTE).values()).allMatch(Tally::isZero);
    assertThat(counts.at(9 * MINUTE).values()).allMatch(Tally::isZero);
  }

  @Test
  void countsWhatComesLateFromTheFirstMinuteOnThatIsNotSettled() {
    counts.settle(2 * MINUTE);
    counts.add(timeline(1, 4));

    assertThat(counts.first()).isEqualTo(3 * MINUTE);
    assertThat(idle(HERE, 3)).isEqualTo(1);
    assertThat(idle(HERE, 4)).isZero();
  }

  @Test
  void settlesMinutesThatNobodyAskedFor() {
    counts.add(timeline(2, 4));
    counts.settle(60 * MINUTE);

    assertThat(counts.at(61 * MINUTE)).isEmpty();
  }

  /** Idle here from one minute on, busy there in the one of the other. */
  private static Timeline timeline(int from, int until) {
    return new Timeline.Builder()
        .from(from * MINUTE, Standing.of(HERE, Kind.IDLE))
        .from(until * MINUTE, Standing.of(THERE, Kind.BUSY))
        .from((until + 1) * MINUTE, Standing.NONE)
        .build();
  }

  private int idle(long cell, int minute) {
    return tally(cell, minute).of(Kind.IDLE);
  }

  private int busy(long cell, int minute) {
    return tally(cell, minute).of(Kind.BUSY);
  }

  private Tally tally(long cell, int minute) {
    return counts.at(minute * MINUTE).getOrDefault(cell, new Tally());
  }
}
