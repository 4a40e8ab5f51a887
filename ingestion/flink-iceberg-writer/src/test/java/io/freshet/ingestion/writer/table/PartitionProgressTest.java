package io.freshet.ingestion.writer.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.ValuesHash;
import org.junit.jupiter.api.Test;

class PartitionProgressTest {
  private static final Position POSITION = new Position(1, 3);
  private static final long LATENESS = 100;
  private static final long NEVER = Long.MIN_VALUE;

  @Test
  void hasNothingToReportBeforeTheFirstRecord() {
    assertThat(progress(0, NEVER).finish()).isEmpty();
  }

  @Test
  void countsRecordsRatherThanOffsets() {
    PartitionProgress progress = progress(0, NEVER);

    progress.row(5, 1000);
    progress.deadLetter(9);
    progress.row(20, 1001);

    assertThat(progress.finish())
        .contains(new Range(POSITION, Range.UNKNOWN, 5, 21, counts(2, 1, 0), 1001));
  }

  @Test
  void startsAnewAfterEachCheckpointButRemembersTheNewestEvent() {
    PartitionProgress progress = progress(0, NEVER);
    progress.row(1, 1000);
    progress.finish();

    assertThat(progress.finish()).isEmpty();
    progress.row(2, 1000 - LATENESS - 1);

    assertThat(progress.finish())
        .contains(new Range(POSITION, Range.UNKNOWN, 2, 3, counts(1, 0, 1), 1000 - LATENESS - 1));
  }

  @Test
  void isLateOnlyBeyondTheLateness() {
    PartitionProgress progress = progress(0, NEVER);
    progress.row(1, 1000);
    progress.row(2, 1000 - LATENESS);
    progress.row(3, 1000 - LATENESS - 1);

    assertThat(progress.finish().orElseThrow().counts()).isEqualTo(counts(3, 0, 1));
  }

  @Test
  void callsNothingLateBeforeThereWasAnEvent() {
    PartitionProgress progress = progress(0, NEVER);

    progress.row(1, Long.MIN_VALUE + 5);

    assertThat(progress.finish().orElseThrow().counts().late()).isZero();
  }

  @Test
  void measuresLatenessAgainstWhatTheTableHeldBefore() {
    PartitionProgress progress = progress(10, 5000);

    progress.row(10, 1000);

    assertThat(progress.finish().orElseThrow().counts().late()).isEqualTo(1);
  }

  @Test
  void holdsWhatTheLedgerHolds() {
    PartitionProgress progress = progress(10, NEVER);

    assertThat(progress.isHeld(9)).isTrue();
    assertThat(progress.isHeld(10)).isFalse();
  }

  @Test
  void saysOnceThatItBeginsWhereTheTableEnds() {
    PartitionProgress progress = progress(10, NEVER);
    progress.beginsAtTheTablesEnd();
    progress.row(12, 1000);
    assertThat(progress.finish().orElseThrow().start()).isEqualTo(10);

    progress.row(13, 1000);

    assertThat(progress.finish().orElseThrow().start()).isEqualTo(Range.UNKNOWN);
  }

  @Test
  void hasNoNewestEventWhenAllWereRefused() {
    PartitionProgress progress = progress(0, 5000);

    progress.deadLetter(1);

    assertThat(progress.finish().orElseThrow().newestEventTime()).isEqualTo(Long.MIN_VALUE);
  }

  private static PartitionProgress progress(long skipBelow, long newestEver) {
    return new PartitionProgress(POSITION, skipBelow, skipBelow, newestEver, LATENESS);
  }

  /** Of rows of which no value was told. */
  private static Counts counts(long rows, long deadLettered, long late) {
    return new Counts(rows, deadLettered, 0, late).withValues(ValuesHash.NONE);
  }
}
