package io.freshet.assurance.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.Counts;
import io.freshet.core.lake.ErasedRows;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PartitionAccountTest {
  private static final Position ZERO = new Position(1, 0);

  @Test
  void findsNothingWrongWhenRowsAndDeadLettersMakeUpTheLog() {
    PartitionAccount account =
        account(entry(10, 9, 1), 0, offsets(0, 10), offsets(0, 9), offsets(9, 10));

    assertThat(account.findings()).isEmpty();
    assertThat(account.totals()).isEqualTo(new Proof.Totals(10, 9, 0, 0, 1, 0, 0));
  }

  @Test
  void takesGapsInTheLogForNoLoss() {
    Offsets logged = offsets(0, 4);
    LongStream.range(7, 10).forEach(logged::add);
    Offsets rows = offsets(0, 4);
    LongStream.range(7, 10).forEach(rows::add);

    assertThat(account(entry(10, 7, 0), 0, logged, rows, new Offsets()).findings()).isEmpty();
  }

  @Test
  void namesTheExactRangeThatIsMissing() {
    Offsets rows = offsets(0, 3);
    LongStream.range(6, 10).forEach(rows::add);

    PartitionAccount account = account(entry(10, 10, 0), 0, offsets(0, 10), rows, new Offsets());

    assertThat(account.totals().missing()).isEqualTo(3);
    assertThat(account.stretches()).contains(new Proof.Stretch(1, 0, 3, 5, Proof.State.MISSING, 3));
    assertThat(account.findings()).anyMatch(finding -> finding.contains("offsets 3 to 5"));
  }

  @Test
  void namesTheExactRangeThatIsDoubled() {
    Offsets rows = offsets(0, 10);
    rows.add(4);
    rows.add(5);

    PartitionAccount account = account(entry(10, 10, 0), 0, offsets(0, 10), rows, new Offsets());

    assertThat(account.totals().doubled()).isEqualTo(2);
    assertThat(account.stretches()).contains(new Proof.Stretch(1, 0, 4, 5, Proof.State.DOUBLED, 2));
  }

  @Test
  void countsARecordThatIsBothRowAndDeadLetterAsDoubled() {
    PartitionAccount account =
        account(entry(10, 10, 0), 0, offsets(0, 10), offsets(0, 10), offsets(9, 10));

    assertThat(account.totals().doubled()).isEqualTo(1);
  }

  @Test
  void findsRowsThatTheLogNeverHeld() {
    PartitionAccount account =
        account(entry(10, 10, 0), 0, offsets(0, 10), offsets(0, 11), new Offsets());

    assertThat(account.stretches())
        .contains(new Proof.Stretch(1, 0, 10, 10, Proof.State.UNEXPECTED, 1));
  }

  @Test
  void trustsTheLedgerWhereRetentionHasEmptiedTheLog() {
    PartitionAccount account =
        account(entry(10, 10, 0), 6, offsets(6, 10), offsets(0, 10), new Offsets());

    assertThat(account.findings()).isEmpty();
    assertThat(account.totals().expected()).isEqualTo(10);
  }

  @Test
  void countsWhatIsMissingBeforeTheLogBegins() {
    PartitionAccount account =
        account(entry(10, 10, 0), 6, offsets(6, 10), offsets(2, 10), new Offsets());

    assertThat(account.totals().missing()).isEqualTo(2);
    assertThat(account.findings()).anyMatch(finding -> finding.contains("before offset 6"));
  }

  @Test
  void findsRowsBeyondTheAccountWhereTheLogIsGone() {
    PartitionAccount account =
        account(entry(10, 8, 0), Long.MAX_VALUE, new Offsets(), offsets(0, 10), new Offsets());

    assertThat(account.findings())
        .contains(
            "Partition 1:0: 2 records more than the ledger has seen are held of a topic that is gone");
  }

  @Test
  void findsRowsOutsideTheLedgersBoundsWhereTheLogIsGone() {
    Offsets rows = offsets(5, 10);
    rows.add(2);
    rows.add(30);
    Ledger.Entry entry = new Ledger.Entry(5, 10, new Counts(5, 0, 0, 0), 1);

    PartitionAccount account = account(entry, Long.MAX_VALUE, new Offsets(), rows, new Offsets());

    assertThat(account.stretches())
        .contains(
            new Proof.Stretch(1, 0, 2, 2, Proof.State.UNEXPECTED, 1),
            new Proof.Stretch(1, 0, 30, 30, Proof.State.UNEXPECTED, 1));
  }

  @Test
  void letsNoRowOutsideTheBoundsMakeUpForOneThatIsMissing() {
    Offsets rows = offsets(0, 9);
    rows.add(30);

    PartitionAccount account =
        account(entry(10, 10, 0), Long.MAX_VALUE, new Offsets(), rows, new Offsets());

    assertThat(account.totals().missing()).isEqualTo(1);
  }

  @Test
  void findsDeadLettersThatTheLogNeverHeld() {
    Offsets logged = offsets(0, 4);
    LongStream.range(7, 10).forEach(logged::add);
    Offsets rows = offsets(0, 4);
    LongStream.range(7, 10).forEach(rows::add);

    PartitionAccount account = account(entry(10, 7, 0), 0, logged, rows, offsets(5, 6));

    assertThat(account.stretches())
        .contains(new Proof.Stretch(1, 0, 5, 5, Proof.State.UNEXPECTED, 1));
  }

  @Test
  void namesDeadLettersThatAreDoubled() {
    Offsets dead = offsets(9, 10);
    dead.add(9);

    PartitionAccount account = account(entry(10, 9, 1), 0, offsets(0, 10), offsets(0, 9), dead);

    assertThat(account.findings())
        .containsExactly("Partition 1:0: 1 records doubled at offsets 9 to 9");
  }

  @Test
  void saysWhenTheAccountDoesNotAddUp() {
    PartitionAccount account = account(9, 2, offsets(9, 10), offsets(0, 9), new Offsets());

    assertThat(account.findings())
        .contains(
            "Partition 1:0: the account does not add up: 10 expected, but 9 found + 0 missing"
                + " + 0 dead letters + 2 excluded + 0 removed is 11");
  }

  @Test
  void countsTestsApart() {
    PartitionAccount account = account(9, 1, offsets(4, 5), without(4), new Offsets());

    assertThat(account.findings()).isEmpty();
    assertThat(account.totals()).isEqualTo(new Proof.Totals(10, 9, 0, 0, 0, 1, 0));
  }

  @Test
  void namesWhatIsMissingBesideATest() {
    Offsets rows = without(4);
    PartitionAccount account = account(9, 1, offsets(4, 5), rows.between(0, 9), new Offsets());

    assertThat(account.stretches()).contains(new Proof.Stretch(1, 0, 9, 9, Proof.State.MISSING, 1));
    assertThat(account.totals().missing()).isEqualTo(1);
  }

  @Test
  void findsATestThatHasBecomeARow() {
    PartitionAccount account = account(10, 0, offsets(4, 5), offsets(0, 10), new Offsets());

    assertThat(account.stretches())
        .contains(new Proof.Stretch(1, 0, 4, 4, Proof.State.UNEXPECTED, 1));
    assertThat(account.findings())
        .contains(
            "Partition 1:0: the ledger has left out 0 records as tests, the log holds 1 up to"
                + " offset 10");
  }

  @Test
  void findsARowThatTheLedgerTakesForATest() {
    PartitionAccount account = account(9, 1, new Offsets(), without(4), new Offsets());

    assertThat(account.stretches()).contains(new Proof.Stretch(1, 0, 4, 4, Proof.State.MISSING, 1));
    assertThat(account.totals().missing()).isEqualTo(1);
  }

  @Test
  void trustsTheLedgerOnTestsThatRetentionHasTaken() {
    Ledger.Entry entry = new Ledger.Entry(0, 10, new Counts(8, 0, 2, 0), 1);
    Offsets rows = offsets(1, 7);
    LongStream.range(8, 10).forEach(rows::add);

    PartitionAccount account =
        new PartitionAccount(ZERO, entry, 6, offsets(6, 10), offsets(7, 8), rows, new Offsets());

    assertThat(account.findings()).isEmpty();
    assertThat(account.totals()).isEqualTo(new Proof.Totals(10, 8, 0, 0, 0, 2, 0));
  }

  @Test
  void noticesALedgerThatHasSeenLessThanRetentionLeft() {
    PartitionAccount account =
        account(entry(10, 3, 0), 6, offsets(6, 10), offsets(6, 10), new Offsets());

    assertThat(account.findings())
        .contains("Partition 1:0: the ledger has seen 3 records, the log holds 4 up to offset 10");
  }

  @Test
  void noticesALedgerThatMiscounts() {
    PartitionAccount account =
        account(entry(10, 8, 0), 0, offsets(0, 10), offsets(0, 10), new Offsets());

    assertThat(account.findings())
        .containsExactly(
            "Partition 1:0: the ledger has seen 8 records, the log holds 10 up to offset 10");
  }

  @Test
  void takesNoRowThatWasErasedForMissing() {
    PartitionAccount account =
        erased(offsets(0, 10), 0, without(4), ErasedRows.of(LongStream.of(4)));

    assertThat(account.findings()).isEmpty();
    assertThat(account.totals()).isEqualTo(new Proof.Totals(10, 9, 0, 0, 0, 0, 1));
  }

  @Test
  void findsARowThatIsMissingBesideOneThatWasErased() {
    Offsets rows = offsets(0, 4);
    LongStream.range(6, 10).forEach(rows::add);

    PartitionAccount account = erased(offsets(0, 10), 0, rows, ErasedRows.of(LongStream.of(4)));

    assertThat(account.stretches()).contains(new Proof.Stretch(1, 0, 5, 5, Proof.State.MISSING, 1));
    assertThat(account.totals().missing()).isEqualTo(1);
  }

  @Test
  void findsARowThatWasErasedAndIsBack() {
    PartitionAccount account =
        erased(offsets(0, 10), 0, offsets(0, 10), ErasedRows.of(LongStream.of(4)));

    assertThat(account.stretches())
        .contains(new Proof.Stretch(1, 0, 4, 4, Proof.State.UNEXPECTED, 1));
  }

  @Test
  void knowsWhatWasErasedWhereRetentionHasEmptiedTheLog() {
    Offsets rows = offsets(2, 4);
    LongStream.of(6, 8, 9).forEach(rows::add);
    ErasedRows counted =
        ErasedRows.of(LongStream.of(0, 1)).plus(ErasedRows.of(LongStream.of(4, 5, 7)), 4);

    PartitionAccount account = erased(offsets(6, 10), 6, rows, counted);

    assertThat(account.findings()).isEmpty();
    assertThat(account.totals()).isEqualTo(new Proof.Totals(10, 5, 0, 0, 0, 0, 5));
  }

  private static PartitionAccount erased(
      Offsets logged, long logBegin, Offsets rows, ErasedRows erased) {
    return new PartitionAccount(
        ZERO,
        entry(10, 10, 0),
        logBegin,
        logged,
        new Offsets(),
        rows,
        new Offsets(),
        Optional.empty(),
        erased);
  }

  private static PartitionAccount account(
      Ledger.Entry entry, long logBegin, Offsets logged, Offsets rows, Offsets dead) {
    return new PartitionAccount(ZERO, entry, logBegin, logged, new Offsets(), rows, dead);
  }

  /** Of a log of ten records. */
  private static PartitionAccount account(
      long rowCount, long excluded, Offsets tests, Offsets rows, Offsets dead) {
    Ledger.Entry entry = new Ledger.Entry(0, 10, new Counts(rowCount, 0, excluded, 0), 1);

    return new PartitionAccount(ZERO, entry, 0, offsets(0, 10), tests, rows, dead);
  }

  /** All of ten but one. */
  private static Offsets without(long offset) {
    Offsets rest = new Offsets();
    LongStream.range(0, 10).filter(each -> each != offset).forEach(rest::add);

    return rest;
  }

  private static Ledger.Entry entry(long end, long rows, long dead) {
    return new Ledger.Entry(0, end, new Counts(rows, dead, 0, 0), 1);
  }

  private static Offsets offsets(long from, long end) {
    Offsets offsets = new Offsets();
    LongStream.range(from, end).forEach(offsets::add);

    return offsets;
  }
}
