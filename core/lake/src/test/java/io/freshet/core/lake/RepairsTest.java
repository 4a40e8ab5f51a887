package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.Repairs.Stretch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepairsTest {
  private static final Position ONE = new Position(1, 0);
  private static final Position OTHER = new Position(1, 1);

  @Test
  void takesStretchesThatTouchAsOne() {
    Repairs repairs =
        Repairs.NONE
            .plus(List.of(new Stretch(ONE, 10, 20), new Stretch(OTHER, 0, 5)))
            .plus(List.of(new Stretch(ONE, 20, 25), new Stretch(ONE, 30, 40)));

    assertThat(repairs.count()).isEqualTo(2);
    assertThat(repairs.stretches())
        .containsExactly(
            new Stretch(ONE, 10, 25), new Stretch(ONE, 30, 40), new Stretch(OTHER, 0, 5));
    assertThat(repairs.end(ONE)).isEqualTo(40);
    assertThat(repairs.end(new Position(2, 0))).isZero();
  }

  @Test
  void touchesCommitsThatHaveAnOffsetInCommon() {
    Repairs repairs = Repairs.NONE.plus(List.of(new Stretch(ONE, 10, 20)));

    assertThat(repairs.touch(range(ONE, 19, 30))).isTrue();
    assertThat(repairs.touch(range(ONE, 20, 30))).isFalse();
    assertThat(repairs.touch(range(ONE, 0, 10))).isFalse();
    assertThat(repairs.touch(range(OTHER, 10, 20))).isFalse();
  }

  @Test
  void theLedgerKeepsThemAndWhatItHasSeen() {
    Ledger ledger =
        Ledger.EMPTY
            .withSource(new LogSource("cluster", "trips", "id"))
            .plus(List.of(range(ONE, 0, 10)));

    Ledger repaired =
        ledger.repaired(List.of(new Stretch(ONE, 2, 4)), Map.of(ONE, new ValuesHash(0, 7)));

    assertThat(Ledger.parse(repaired.toJson())).isEqualTo(repaired);
    assertThat(repaired.end(ONE)).isEqualTo(10);
    assertThat(repaired.total().rows()).isEqualTo(ledger.total().rows());
    assertThat(repaired.total().values()).contains(new ValuesHash(0, 7));
    assertThat(repaired).isNotEqualTo(ledger);
  }

  private static Range range(Position position, long first, long end) {
    return new Range(position, first, first, end, new Counts(end - first, 0, 0, 0), 0);
  }
}
