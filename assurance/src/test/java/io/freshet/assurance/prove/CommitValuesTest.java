package io.freshet.assurance.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.RowHasher;
import io.freshet.core.lake.ValuesHash;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two rows of one commit, each with a value in a column that the contract has dropped. */
class CommitValuesTest {
  private static final long COLUMN = RowHasher.key(1);
  private static final long DROPPED = RowHasher.key(2);

  @Test
  void eventsAreProvedThatWereWrittenBeforeTheirColumnWasDropped() {
    CommitValues values = noted(row(10, true), row(11, true));
    read(values, 10, 11);

    assertThat(values.settle().altered()).isEmpty();
    assertThat(values.settle().proved()).isEqualTo(2);
  }

  @Test
  void eventsAreProvedThatWereWrittenAfterTheirColumnWasDropped() {
    CommitValues values = noted(row(10, false), row(11, false));
    read(values, 10, 11);

    assertThat(values.settle().altered()).isEmpty();
    assertThat(values.settle().proved()).isEqualTo(2);
  }

  @Test
  void aCommitInWhichTheColumnWasDroppedIsNotJudged() {
    CommitValues values = noted(row(10, true), row(11, false));
    read(values, 10, 11);

    assertThat(values.settle().altered()).isEmpty();
    assertThat(values.settle().proved()).isZero();
  }

  @Test
  void anAlteredValueIsFoundWhereNoEventHasTheDroppedColumn() {
    CommitValues values = noted(row(10, false), row(11, false));
    long[] events = {10, 12};
    for (int offset = 0; offset < events.length; offset++) {
      add(values.row(offset), events[offset], false);
      add(values.rowWithoutDropped(offset), events[offset], false);
    }

    assertThat(values.settle().altered()).containsExactly(new Offsets.OffsetRange(0, 1));
    assertThat(values.settle().proved()).isZero();
  }

  private static void read(CommitValues values, long... events) {
    for (int offset = 0; offset < events.length; offset++) {
      add(values.row(offset), events[offset], true);
      add(values.rowWithoutDropped(offset), events[offset], false);
    }
  }

  private static CommitValues noted(ValuesHash... rows) {
    ValuesHash sum = ValuesHash.NONE;
    for (ValuesHash row : rows) {
      sum = sum.plus(row);
    }
    Counts counts = new Counts(rows.length, 0, 0, 0).withValues(sum);

    return new CommitValues(
        new Ledger.Entry(0, rows.length, counts, 0),
        List.of(new Range(new Position(1, 0), 0, 0, rows.length, counts, 0)));
  }

  private static ValuesHash row(long value, boolean hasDropped) {
    RowHasher hasher = new RowHasher();
    add(hasher, value, hasDropped);

    return hasher.drain();
  }

  private static void add(RowHasher hasher, long value, boolean hasDropped) {
    hasher.add(COLUMN, value);
    if (hasDropped) {
      hasher.add(DROPPED, value);
    }
    hasher.endRow();
  }
}
