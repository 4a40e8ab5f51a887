package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final LogSource PINGS = new LogSource("cluster-a", "pings", "topic-1");
  private static final Position ZERO = new Position(1, 0);

  @Test
  void numbersARecreatedTopicAnew() {
    Ledger ledger =
        Ledger.EMPTY
            .withSource(PINGS)
            .withSource(PINGS)
            .withSource(new LogSource("cluster-a", "pings", "topic-2"));

    assertThat(ledger.numberOf(PINGS)).hasValue(1);
    assertThat(ledger.sources()).hasSize(2);
  }

  @Test
  void isTheSameAfterAWayThroughJson() {
    SplittableRandom random = new SplittableRandom(7);
    Ledger ledger = Ledger.EMPTY.withSource(PINGS).withSource(new LogSource("b", "x\"y", "é"));
    for (int partition = 0; partition < 50; partition++) {
      long first = random.nextLong(1L << 40);
      long end = first + 1 + random.nextLong(1000);
      ledger =
          ledger.plus(
              List.of(
                  new Range(
                      new Position(1 + partition % 2, partition),
                      Range.UNKNOWN,
                      first,
                      end,
                      counts(random, partition),
                      partition % 3 == 0 ? Long.MIN_VALUE : random.nextLong())));
    }

    assertThat(Ledger.of(Map.of(Ledger.PROPERTY, ledger.toJson()))).isEqualTo(ledger);
  }

  private static Counts counts(SplittableRandom random, int partition) {
    Counts counts = new Counts(random.nextLong(99), 1, 2, 3);

    return partition % 2 == 0
        ? counts
        : counts.withValues(new ValuesHash(random.nextLong(), random.nextLong()));
  }

  /** A commit every ten seconds, from four partitions. */
  @Test
  void staysAsSmallAfterAYearOfCommits() {
    SplittableRandom random = new SplittableRandom(3);
    Ledger ledger = Ledger.EMPTY.withSource(PINGS);
    int commits = 365 * 24 * 360;
    for (int commit = 0; commit < commits; commit++) {
      Position position = new Position(1, commit % 4);
      long end = ledger.end(position);
      Counts counts =
          new Counts(5000, 1, 0, 1).withValues(new ValuesHash(random.nextLong(), commit));
      long previous = commit < 4 ? Range.UNKNOWN : end;
      ledger = ledger.plus(List.of(new Range(position, previous, end, end + 5001, counts, commit)));
    }

    assertThat(ledger.total().rows()).isEqualTo(5000L * commits);
    assertThat(ledger.toJson()).hasSizeLessThan(2000);
  }

  @Test
  void knowsTheValuesOfRowsOnlyIfItKnowsThemOfAll() {
    ValuesHash one = new ValuesHash(1, 2);
    Counts known = new Counts(5, 0, 0, 0).withValues(one);

    assertThat(known.plus(known).values()).contains(one.plus(one));
    assertThat(known.plus(new Counts(0, 3, 0, 0)).values()).contains(one);
    assertThat(known.plus(new Counts(5, 0, 0, 0)).values()).isEmpty();
  }

  @Test
  void takesNoRangeOfASourceThatHasNoNumber() {
    assertThatThrownBy(() -> Ledger.EMPTY.plus(List.of(range(0, 0, 5))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The ledger has no source 1; number it before writing its rows");
  }

  @Test
  void addsARangeThatContinuesIt() {
    Ledger ledger = ledgerTo(10);

    Range next = range(10, 12, 20);

    assertThat(ledger.relationTo(List.of(next))).isEqualTo(Ledger.Relation.NEXT);
    assertThat(ledger.plus(List.of(next)).end(ZERO)).isEqualTo(20);
    assertThat(ledger.plus(List.of(next)).total().rows()).isEqualTo(18);
  }

  @Test
  void knowsARangeThatItHolds() {
    assertThat(ledgerTo(10).relationTo(List.of(range(5, 5, 10)))).isEqualTo(Ledger.Relation.HELD);
  }

  @Test
  void refusesARangeThatItHoldsInPart() {
    assertThat(ledgerTo(10).relationTo(List.of(range(5, 5, 11))))
        .isEqualTo(Ledger.Relation.OVERLAPS);
  }

  @Test
  void seesTheGapThatARangeWouldLeave() {
    assertThat(ledgerTo(10).relationTo(List.of(range(11, 11, 20))))
        .isEqualTo(Ledger.Relation.LEAVES_GAP);
  }

  @Test
  void seesTheGapBeforeARangeOfAPartitionThatItDoesNotKnow() {
    Ledger ofATableMadeAnew = Ledger.EMPTY.withSource(PINGS);

    assertThat(ofATableMadeAnew.relationTo(List.of(range(1000, 1000, 1010))))
        .isEqualTo(Ledger.Relation.LEAVES_GAP);
  }

  @Test
  void takesTheFirstRangeOfALogWhoseBeginningRetentionHasDeleted() {
    Ledger ledger = Ledger.EMPTY.withSource(PINGS);

    Range first = range(Range.UNKNOWN, 1000, 1010);

    assertThat(ledger.relationTo(List.of(first))).isEqualTo(Ledger.Relation.NEXT);
    assertThat(ledger.plus(List.of(first)).entry(ZERO).orElseThrow().start()).isEqualTo(1000);
  }

  @Test
  void beginsNoEarlierByTheStateOfAJobThatHasReadMore() {
    Ledger begun = Ledger.EMPTY.beginningAt(PINGS, Map.of(0, 100L));

    Range next = range(50, 100, 110);

    assertThat(begun.relationTo(List.of(next))).isEqualTo(Ledger.Relation.NEXT);
    assertThat(begun.plus(List.of(next)).entry(ZERO).orElseThrow().start()).isEqualTo(100);
  }

  @Test
  void saysWhereASourceIsReadNext() {
    LogSource recreated = new LogSource("cluster-a", "pings", "topic-2");
    Ledger ledger = ledgerTo(10).withSource(recreated);

    assertThat(ledger.positionsOf(PINGS)).isEqualTo(Map.of(0, 10L));
    assertThat(ledger.positionsOf(recreated)).isEmpty();
    assertThat(ledger.positionsOf(new LogSource("cluster-b", "pings", "topic-1"))).isEmpty();
  }

  @Test
  void takesMarkersBetweenPositionsForNoGap() {
    assertThat(ledgerTo(10).relationTo(List.of(range(10, 13, 20)))).isEqualTo(Ledger.Relation.NEXT);
  }

  private static Ledger ledgerTo(long end) {
    return Ledger.EMPTY.withSource(PINGS).plus(List.of(range(0, 0, end)));
  }

  private static Range range(long start, long first, long end) {
    return new Range(ZERO, start, first, end, new Counts(end - first, 0, 0, 0), 1);
  }

  @Test
  void beginsWhereItIsToldAndOnlyWhatItHasNotRead() {
    Ledger read = Ledger.EMPTY.withSource(PINGS).plus(List.of(holding(5, 9, 4)));

    Ledger begun = read.beginningAt(PINGS, Map.of(0, 70L, 1, 30L));

    assertThat(begun.entry(ZERO)).isEqualTo(read.entry(ZERO));
    assertThat(begun.positionsOf(PINGS)).isEqualTo(Map.of(0, 9L, 1, 30L));
    assertThat(begun.relationTo(List.of(holding(new Position(1, 1), 31, 33, 2))))
        .isEqualTo(Ledger.Relation.NEXT);
    assertThat(Ledger.parse(begun.toJson())).isEqualTo(begun);
  }

  @Test
  void beginsEarlierWithWhatCameBefore() {
    Ledger ledger = Ledger.EMPTY.withSource(PINGS).plus(List.of(holding(50, 60, 10)));

    Ledger extended = ledger.extended(Map.of(ZERO, new Ledger.Entry(7, 50, counts(40), 99)));

    Ledger.Entry entry = extended.entry(ZERO).orElseThrow();
    assertThat(entry.start()).isEqualTo(7);
    assertThat(entry.end()).isEqualTo(60);
    assertThat(entry.counts().rows()).isEqualTo(50);
    assertThat(extended.repairs().stretches()).containsExactly(new Repairs.Stretch(ZERO, 7, 50));
  }

  @Test
  void refusesToBeginEarlierWhereOffsetsWouldBeLeftOutOrCountedTwice() {
    Ledger ledger = Ledger.EMPTY.withSource(PINGS).plus(List.of(holding(50, 60, 10)));

    for (long end : new long[] {49, 51}) {
      Map<Position, Ledger.Entry> earlier = Map.of(ZERO, new Ledger.Entry(7, end, counts(4), 99));
      assertThatThrownBy(() -> ledger.extended(earlier))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("what comes before ends at " + end);
    }
  }

  @Test
  void takesInRowsAtOffsetsThatItHasPassed() {
    Ledger ledger = Ledger.EMPTY.withSource(PINGS).plus(List.of(holding(50, 60, 3)));

    Ledger.Entry entry = ledger.filledIn(List.of(holding(4, 9, 2))).entry(ZERO).orElseThrow();

    assertThat(entry.start()).isEqualTo(4);
    assertThat(entry.end()).isEqualTo(60);
    assertThat(entry.counts().rows()).isEqualTo(5);
  }

  private static Range holding(long first, long end, long rows) {
    return holding(ZERO, first, end, rows);
  }

  private static Range holding(Position position, long first, long end, long rows) {
    return new Range(position, Range.UNKNOWN, first, end, counts(rows), 1);
  }

  private static Counts counts(long rows) {
    return new Counts(rows, 0, 0, 0);
  }
}
