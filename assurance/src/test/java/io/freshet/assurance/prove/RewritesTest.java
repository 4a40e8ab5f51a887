package io.freshet.assurance.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.RowHasher;
import java.util.List;
import org.junit.jupiter.api.Test;

class RewritesTest {
  private static final Position ZERO = new Position(1, 0);
  private static final Position ONE = new Position(1, 1);
  private static final Ledger BEFORE =
      Ledger.EMPTY
          .withSource(new LogSource("cluster-a", "markets", "topic-1"))
          .plus(List.of(range(ZERO), range(ONE)));

  private final Rewrites rewrites = new Rewrites(BEFORE);

  @Test
  void findsNothingWhereRowsOnlyMoved() {
    row(rewrites.lose(ZERO, 1), 7);
    row(rewrites.lose(ZERO, 2), 8);
    row(rewrites.gain(ZERO, 2), 8);
    row(rewrites.gain(ZERO, 1), 7);

    assertThat(rewrites.faults()).isEmpty();
  }

  @Test
  void judgesEachPartitionByItself() {
    row(rewrites.lose(ZERO, 1), 7);
    row(rewrites.lose(ONE, 1), 7);
    row(rewrites.gain(ONE, 1), 8);

    assertThat(rewrites.faults())
        .containsExactly(
            new Proof.Stretch(1, 0, 1, 1, Proof.State.MISSING, 1),
            new Proof.Stretch(1, 1, 1, 1, Proof.State.ALTERED, 1));
  }

  private static void row(RowHasher values, long value) {
    values.add(RowHasher.key(1), value);
    values.endRow();
  }

  private static Range range(Position position) {
    return new Range(position, 0, 0, 5, new Counts(5, 0, 0, 0), 1);
  }
}
