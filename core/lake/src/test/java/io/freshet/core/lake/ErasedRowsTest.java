package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ErasedRowsTest {
  private static final Position ZERO = new Position(1, 0);

  @Test
  void countsWhatTheLogHasNoMoreAndNamesTheRest() {
    ErasedRows rows =
        ErasedRows.of(LongStream.of(7, 3, 900)).plus(ErasedRows.of(LongStream.of(9, 900)), 8);

    assertThat(rows.count()).isEqualTo(4);
    assertThat(rows.unnamed()).isEqualTo(2);
    assertThat(rows.named()).containsExactly(9L, 900L);
    assertThat(rows.contains(900)).isTrue();
    assertThat(rows.contains(7)).isFalse();
  }

  @Test
  void takesTwoBytesForOneInAThousandRows() {
    SplittableRandom random = new SplittableRandom(5);
    long[] at = {4_000_000_000L};
    ErasedRows rows =
        ErasedRows.of(LongStream.range(0, 10_000).map(each -> at[0] += random.nextLong(1, 2000)));

    assertThat(ErasedRows.decode(rows.count(), 0, rows.encode())).isEqualTo(rows);
    assertThat(rows.encode()).hasSizeLessThan(25_000);
  }

  @Test
  void saysHowManyNobodyAskedToErase() {
    ErasedRows rows =
        ErasedRows.of(LongStream.of(3, 7)).plus(ErasedRows.expired(100, LongStream.of(8, 9)), 8);

    assertThat(rows.count()).isEqualTo(102);
    assertThat(rows.expired()).isEqualTo(100);
    assertThat(rows.named()).containsExactly(8L, 9L);
    assertThat(ErasedRows.decode(102, 100, rows.encode())).isEqualTo(rows);
  }

  @Test
  void namesNoMoreRowsThanHaveExpired() {
    assertThatThrownBy(() -> ErasedRows.expired(1, LongStream.of(8, 9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 offsets of 1 rows are named");
  }

  @Test
  void theLedgerCountsWhatHasExpiredWithoutNamingIt() {
    Ledger ledger =
        Ledger.EMPTY
            .withSource(new LogSource("cluster-a", "pings", "topic-1"))
            .plus(
                List.of(
                    new Range(
                        ZERO,
                        0,
                        0,
                        10,
                        new Counts(10, 0, 0, 0).withValues(new ValuesHash(9, 9)),
                        1)));

    Ledger after =
        ledger.without(
            List.of(
                new GoneRows(
                    new Repairs.Stretch(ZERO, 2, 6),
                    ErasedRows.expired(3, LongStream.empty()),
                    new ValuesHash(4, 1),
                    Long.MAX_VALUE)));

    assertThat(after.entry(ZERO).orElseThrow().counts())
        .isEqualTo(new Counts(10, 0, 0, 0).withValues(new ValuesHash(5, 8)));
    assertThat(after.erased(ZERO)).isEqualTo(ErasedRows.expired(3, LongStream.empty()));
    assertThat(after.repairs().stretches()).containsExactly(new Repairs.Stretch(ZERO, 2, 6));
    assertThat(Ledger.parse(after.toJson())).isEqualTo(after);
  }

  @Test
  void theLedgerLosesTheirValuesAndHasSeenWhatItHasSeen() {
    ValuesHash all = new ValuesHash(9, 9);
    Ledger ledger =
        Ledger.EMPTY
            .withSource(new LogSource("cluster-a", "pings", "topic-1"))
            .plus(List.of(new Range(ZERO, 0, 0, 10, new Counts(10, 0, 0, 0).withValues(all), 1)));

    Ledger after =
        ledger.erased(
            Map.of(ZERO, ErasedRows.of(LongStream.of(2, 5))),
            Map.of(ZERO, new ValuesHash(4, 1)),
            Map.of(ZERO, 3L));

    assertThat(after.entry(ZERO).orElseThrow().counts())
        .isEqualTo(new Counts(10, 0, 0, 0).withValues(new ValuesHash(5, 8)));
    assertThat(after.erased(ZERO).count()).isEqualTo(2);
    assertThat(after.erased(ZERO).named()).containsExactly(5L);
    assertThat(after.repairs().stretches()).containsExactly(new Repairs.Stretch(ZERO, 2, 6));
    assertThat(after.toJson()).startsWith("{\"version\":3");
    assertThat(Ledger.parse(after.toJson())).isEqualTo(after);
  }
}
