package io.freshet.assurance.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterProverTest {
  private final MarketLake lake = new MarketLake();

  @BeforeEach
  void countTwoAndOne() {
    lake.account(0, 0, 10, 8, 2);
    lake.account(1, 0, 4, 3, 1);
  }

  @Test
  void provesThoseThatTheStreamsCount() {
    lake.addDeadLetters(0, LongStream.of(2, 9));
    lake.addDeadLetters(1, LongStream.of(3));

    Proof proof = lake.proveDeadLetters();

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.totals()).isEqualTo(new Proof.Totals(3, 3, 0, 0, 0, 0, 0));
  }

  @Test
  void catchesOneThatIsMissing() {
    lake.addDeadLetters(0, LongStream.of(2));
    lake.addDeadLetters(1, LongStream.of(3));

    Proof proof = lake.proveDeadLetters();

    assertThat(proof.totals()).isEqualTo(new Proof.Totals(3, 2, 1, 0, 0, 0, 0));
    assertThat(proof.findings())
        .containsExactly(
            "The ledger of partition 0 of stream markets counts 2 dead letters up to offset 10,"
                + " the table has 1 of them");
  }

  @Test
  void catchesOneTooMany() {
    lake.addDeadLetters(0, LongStream.of(2, 5, 9));
    lake.addDeadLetters(1, LongStream.of(3));

    Proof proof = lake.proveDeadLetters();

    assertThat(proof.totals()).isEqualTo(new Proof.Totals(3, 4, 0, 0, 0, 0, 0));
    assertThat(proof.findings())
        .containsExactly(
            "The ledger of partition 0 of stream markets counts 2 dead letters up to offset 10,"
                + " the table has 3 of them");
  }

  @Test
  void doesNotLetOnePartitionMakeUpForAnother() {
    lake.addDeadLetters(0, LongStream.of(2, 5, 9));

    Proof proof = lake.proveDeadLetters();

    assertThat(proof.findings()).hasSize(2);
    assertThat(proof.totals().missing()).isEqualTo(1);
  }

  @Test
  void catchesOneThatIsDoubled() {
    lake.addDeadLetters(0, LongStream.of(2, 9));
    lake.addDeadLetters(1, LongStream.of(3));
    lake.addDeadLetters(1, LongStream.of(3));

    Proof proof = lake.proveDeadLetters();

    assertThat(proof.totals().doubled()).isEqualTo(1);
    assertThat(proof.findings()).containsExactly("1 dead letters are doubled");
  }

  @Test
  void provesThoseThatOthersHaveTold() {
    lake.addDeadLetters(0, LongStream.of(2, 9));
    lake.addDeadLetters(1, LongStream.of(3));
    lake.accountTold(9, 3, 6);
    lake.addToldDeadLetters(LongStream.of(1, 4, 8));

    Proof proof = lake.proveDeadLetters();

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.totals()).isEqualTo(new Proof.Totals(6, 6, 0, 0, 0, 0, 0));
  }

  @Test
  void catchesAToldOneThatIsMissing() {
    lake.addDeadLetters(0, LongStream.of(2, 9));
    lake.addDeadLetters(1, LongStream.of(3));
    lake.accountTold(9, 3, 6);
    lake.addToldDeadLetters(LongStream.of(1, 8));

    Proof proof = lake.proveDeadLetters();

    assertThat(proof.totals()).isEqualTo(new Proof.Totals(6, 5, 1, 0, 0, 0, 0));
    assertThat(proof.findings())
        .containsExactly(
            "The table's own ledger of partition 0 of stream dead_letters counts 3 dead letters up"
                + " to offset 9, the table has 2 of them");
  }

  @Test
  void isAheadOfALedgerWhoseCommitIsStillToCome() {
    lake.addDeadLetters(0, LongStream.of(2, 9, 10, 11));
    lake.addDeadLetters(1, LongStream.of(3));

    Proof proof = lake.proveDeadLetters();

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.totals().expected()).isEqualTo(5);
  }

  @Test
  void doesNotJudgeThoseOfAStreamThatIsNotNamed() {
    lake.addDeadLetters(0, LongStream.of(2, 9));
    lake.addDeadLetters(1, LongStream.of(3));
    lake.addDeadLettersOfOrders(0, LongStream.of(77));

    assertThat(lake.proveDeadLetters().findings()).isEmpty();
  }

  @Test
  void catchesThoseOfASourceThatHasNoNumber() {
    lake.addDeadLetters(0, LongStream.of(2, 9));
    lake.addDeadLetters(1, LongStream.of(3));
    lake.addDeadLettersOfNobody(LongStream.of(1));

    assertThat(lake.proveDeadLetters().findings())
        .containsExactly(
            "Partition 7:0: the table has rows of it, its ledger does not know the source");
  }
}
