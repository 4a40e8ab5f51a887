package io.freshet.assurance.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.LogSource;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StreamProverTest {
  private final MarketLake lake = MarketLake.withEvents();

  /** Offset 9 of partition 0 is bad, all else are rows. */
  private void write() {
    lake.addDeadLetters(0, LongStream.of(9));
    lake.addRows(0, LongStream.range(0, 9));
    lake.addRows(1, LongStream.range(0, 4));
    lake.account(0, 0, 10, 9, 1);
    lake.account(1, 0, 4, 4, 0);
  }

  @Test
  void provesATableThatHoldsItsLog() {
    write();

    Proof proof = lake.prove();

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.totals()).isEqualTo(new Proof.Totals(14, 13, 0, 0, 1, 0, 0));
    assertThat(proof.pending()).isZero();
  }

  @Test
  void catchesOneRowThatIsMissing() {
    lake.addRows(0, LongStream.of(0, 1, 2, 3, 4, 6, 7, 8, 9));
    lake.account(0, 0, 10, 10, 0);

    Proof proof = lake.prove();

    assertThat(proof.ok()).isFalse();
    assertThat(proof.totals().missing()).isEqualTo(1);
    assertThat(proof.findings())
        .containsExactly("Partition 1:0: 1 records missing at offsets 5 to 5");
  }

  @Test
  void catchesOneRowThatIsDoubled() {
    write();
    lake.addRows(1, LongStream.of(2));

    Proof proof = lake.prove();

    assertThat(proof.totals().doubled()).isEqualTo(1);
    assertThat(proof.findings())
        .containsExactly("Partition 1:1: 1 records doubled at offsets 2 to 2");
  }

  @Test
  void catchesADeadLetterThatIsMissing() {
    lake.addRows(0, LongStream.range(0, 9));
    lake.account(0, 0, 10, 9, 1);

    assertThat(lake.prove().findings())
        .containsExactly("Partition 1:0: 1 records missing at offsets 9 to 9");
  }

  @Test
  void catchesADeadLetterOfARecordThatIsARowToo() {
    write();
    lake.addDeadLetters(0, LongStream.of(3));

    Proof proof = lake.prove();

    assertThat(proof.totals().doubled()).isEqualTo(1);
    assertThat(proof.findings())
        .containsExactly(
            "Partition 1:0: 1 records doubled at offsets 3 to 3",
            "Partition 1:0: the account does not add up: 10 expected, but 9 found + 0 missing"
                + " + 2 dead letters + 0 excluded + 0 removed is 11");
  }

  @Test
  void leavesOutDeadLettersThatTheTableIsToCountWithItsNextCommit() {
    write();
    lake.log().send(0, 1);
    lake.addDeadLetters(0, LongStream.of(10));

    Proof proof = lake.prove();

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.pending()).isEqualTo(1);
  }

  @Test
  void catchesARowOfAPartitionThatTheLedgerDoesNotKnow() {
    write();
    lake.addRows(5, LongStream.of(0));

    assertThat(lake.prove().findings())
        .containsExactly("Partition 1:5: the table has rows of it, the ledger does not know it");
  }

  @Test
  void callsAllOfALogPendingThatNobodyHasBegunToRead() {
    Proof proof = lake.prove();

    assertThat(proof.pending()).isEqualTo(14);
    assertThat(proof.totals().expected()).isZero();
    assertThat(proof.ok()).isTrue();
  }

  @Test
  void catchesATopicThatWasRecreatedAndIsNotRead() {
    write();
    lake.log().recreate(new LogSource("cluster-a", "markets", "topic-2"));
    lake.log().send(0, 6);

    Proof proof = lake.prove();

    assertThat(proof.pending()).isEqualTo(6);
    assertThat(proof.findings())
        .containsExactly(
            "Topic markets has the id topic-2 in cluster cluster-a now, the ledger knows it as"
                + " topic-1 in cluster cluster-a: it was recreated, and the table has not begun to"
                + " read it");
  }

  @Test
  void provesAFileThatWasLandedBesideTheStream() {
    write();
    lake.accountLanded("s3://partner/markets.csv", 5, 3, 2);
    lake.addLandedRows(LongStream.of(0, 2, 4));
    lake.addLandedDeadLetters(LongStream.of(1, 3));

    Proof proof = lake.prove();

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.totals()).isEqualTo(new Proof.Totals(19, 16, 0, 0, 3, 0, 0));
    assertThat(lake.proveDeadLetters().findings()).isEmpty();
  }

  @Test
  void namesTheFileOfWhichRowsAreMissing() {
    write();
    lake.accountLanded("s3://partner/markets.csv", 5, 4, 1);
    lake.addLandedRows(LongStream.of(0, 2));
    lake.addLandedDeadLetters(LongStream.of(1));

    Proof proof = lake.prove();

    assertThat(proof.totals().missing()).isEqualTo(2);
    assertThat(proof.findings())
        .containsExactly(
            "Partition 2:17: 2 records are missing of a topic that is gone",
            "Partition 2:17 is the file s3://partner/markets.csv");
  }

  @Test
  void catchesAFileWhoseRowsTheLedgerHasNotSeen() {
    write();
    lake.accountLanded("s3://partner/markets.csv", 5, 3, 1);
    lake.addLandedRows(LongStream.of(0, 2, 4));
    lake.addLandedDeadLetters(LongStream.of(1));

    assertThat(lake.prove().findings())
        .containsExactly(
            "Partition 2:17: s3://partner/markets.csv had 5 rows, the ledger has seen 4");
  }

  @Test
  void takesTheLedgersWordForATopicThatIsGone() {
    write();
    lake.log().drop();

    assertThat(lake.prove().findings()).isEmpty();
  }

  @Test
  void catchesRowsBeyondTheAccountOfATopicThatIsGone() {
    write();
    lake.addRows(1, LongStream.of(4));
    lake.log().drop();

    assertThat(lake.prove().findings())
        .contains("Partition 1:1: 1 records unexpected at offsets 4 to 4");
  }

  @Test
  void catchesARowThatIsMissingWhereRetentionHasEmptiedTheLog() {
    lake.addRows(0, LongStream.range(1, 10));
    lake.account(0, 0, 10, 10, 0);
    lake.log().deleteBefore(0, 4);

    assertThat(lake.prove().findings())
        .containsExactly(
            "Partition 1:0: 1 records are missing before offset 4, where retention has emptied the"
                + " log");
  }

  @Test
  void provesAnEventThatWasRedrivenBesideItsDeadLetter() {
    write();
    lake.log().send(1, 1);
    lake.addRedriven(1, 4, "1:0:9");
    lake.account(1, 4, 5, 1, 0);

    Proof proof = lake.prove(Depth.VALUES);

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.totals()).isEqualTo(new Proof.Totals(15, 14, 0, 0, 1, 0, 0));
  }

  @Test
  void catchesAnEventThatWasRedrivenTwice() {
    write();
    lake.log().send(1, 2);
    lake.addRedriven(1, 5, "1:0:9");
    lake.addRedriven(1, 4, "1:0:9");
    lake.account(1, 4, 6, 2, 0);

    Proof proof = lake.prove(Depth.VALUES);

    assertThat(proof.totals().doubled()).isEqualTo(1);
    assertThat(proof.findings())
        .containsExactly("Partition 1:1: 1 records doubled at offsets 5 to 5");
  }

  @Test
  void catchesAnEventThatWasRedrivenAgainSinceAProof() {
    write();
    lake.log().send(1, 1);
    lake.addRedriven(1, 4, "1:0:9");
    lake.account(1, 4, 5, 1, 0);
    Baseline before = lake.prove(Depth.VALUES).scope().state().orElseThrow();
    lake.log().send(1, 1);
    lake.addRedriven(1, 5, "1:0:9");
    lake.account(1, 5, 6, 1, 0);

    assertThat(lake.prove(Depth.VALUES, before).totals().doubled()).isEqualTo(1);
  }

  @Test
  void failsAsTheLogDoes() {
    write();
    lake.log()
        .holds(
            (partition, offset) -> {
              throw new FreshetException(Fault.DEPENDENCY, "Kafka is away");
            });

    assertThatThrownBy(lake::prove)
        .isInstanceOf(FreshetException.class)
        .hasMessage("Kafka is away");
  }
}
