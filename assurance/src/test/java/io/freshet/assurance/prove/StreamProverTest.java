package io.freshet.assurance.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.LogSource;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamProverTest {
  private static final long NONE = -1;

  private final MarketLake lake = new MarketLake();

  @BeforeEach
  void sendTenAndFour() {
    lake.log().send(0, 10);
    lake.log().send(1, 4);
  }

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
  void provesTheValuesOfRowsThroughCompactionAndExpiry() {
    writeWithValues();
    lake.rewrite(0, 9, NONE);
    assertThat(lake.prove(Depth.VALUES).scope().valuesProved()).isEqualTo(9);

    lake.expireAllButTheNewest();

    Proof proof = lake.prove(Depth.VALUES);
    assertThat(proof.findings()).isEmpty();
    assertThat(proof.scope().valuesProved()).isEqualTo(9);
  }

  @Test
  void catchesOneValueThatHasChangedAndSaysInWhichCommit() {
    writeWithValues();
    lake.rewrite(0, 9, 5);

    Proof proof = lake.prove(Depth.VALUES);

    assertThat(proof.findings())
        .containsExactly(
            "Partition 1:0: the values at offsets 4 to 6 are not those that the writer decoded");
    assertThat(proof.scope().valuesProved()).isEqualTo(6);
    assertThat(lake.prove(Depth.IDENTITIES).ok()).isTrue();
  }

  @Test
  void catchesAChangedValueOfACommitThatHasExpired() {
    writeWithValues();
    lake.rewrite(0, 9, 5);
    lake.expireAllButTheNewest();

    assertThat(lake.prove(Depth.VALUES).findings())
        .containsExactly(
            "Partition 1:0: the values at offsets 0 to 8 are not those that the writer decoded");
  }

  @Test
  void holdsRowsThatWereWrittenAnewAgainstTheLedgerAndNotAgainstTheirFirstCommit() {
    writeWithValues();
    lake.rewrite(0, 9, 5);
    lake.noteRepair(0, 4, 7);

    Proof proof = lake.prove(Depth.VALUES);
    assertThat(proof.findings()).isEmpty();
    assertThat(proof.scope().valuesProved()).isEqualTo(9);

    lake.rewrite(0, 9, 6);
    assertThat(lake.prove(Depth.VALUES).findings())
        .singleElement()
        .asString()
        .contains("are not those that the writer decoded");
  }

  @Test
  void readsAllAfterARepairAsRowsMayBeOthersThanWereProved() {
    writeWithValues();
    Baseline before = state(lake.prove(Depth.VALUES));
    lake.rewrite(0, 9, 5);
    lake.noteRepair(0, 4, 7);

    Proof proof = lake.prove(Depth.VALUES, before);

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.scope().since()).isEmpty();
    assertThat(lake.prove(Depth.VALUES, state(proof)).scope().since()).isPresent();
  }

  @Test
  void judgesNoValuesWhereRowsAreMissingOrTheWriterNotedNone() {
    lake.write(0, 0, 4);
    lake.rewrite(0, 3, NONE);
    lake.addRows(1, LongStream.range(0, 4));
    lake.account(1, 0, 4, 4, 0);

    Proof proof = lake.prove(Depth.VALUES);

    assertThat(proof.findings())
        .containsExactly("Partition 1:0: 1 records missing at offsets 3 to 3");
    assertThat(proof.scope().valuesProved()).isZero();
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
    Baseline before = state(lake.prove(Depth.VALUES));
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

  @Test
  void goesOnFromAProof() {
    writeWithValues();
    Baseline before = state(lake.prove(Depth.VALUES));
    lake.log().send(0, 2);
    lake.write(0, 9, 12);
    lake.rewrite(0, 12, NONE);
    lake.write(1, 0, 2);

    Proof proof = lake.prove(Depth.VALUES, before);

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.totals()).isEqualTo(new Proof.Totals(5, 5, 0, 0, 0, 0, 0));
    assertThat(proof.scope().valuesProved()).isEqualTo(5);
    assertThat(proof.scope().since()).contains(before);
    assertThat(lake.prove(Depth.VALUES, state(proof)).totals().expected()).isZero();
  }

  @Test
  void findsWhatIsWrongWithWhatCameSince() {
    writeWithValues();
    Baseline before = state(lake.prove());
    lake.log().send(0, 2);
    lake.write(0, 9, 12);
    lake.addRows(0, LongStream.of(10));
    lake.addRows(1, LongStream.of(0, 2));
    lake.account(1, 0, 3, 3, 0);

    Proof proof = lake.prove(Depth.IDENTITIES, before);

    assertThat(proof.findings())
        .containsExactlyInAnyOrder(
            "Partition 1:0: 1 records doubled at offsets 10 to 10",
            "Partition 1:1: 1 records missing at offsets 1 to 1");
  }

  @Test
  void findsWhatARewriteHasDoneToWhatWasProved() {
    writeWithValues();
    Baseline before = state(lake.prove(Depth.VALUES));
    lake.rewrite(0, 8, NONE);
    assertThat(lake.prove(Depth.IDENTITIES, before).findings())
        .containsExactly("Partition 1:0: 1 records missing at offsets 8 to 8");

    lake.addRows(0, LongStream.of(3, 8));
    assertThat(lake.prove(Depth.IDENTITIES, before).findings())
        .containsExactly("Partition 1:0: 1 records doubled at offsets 3 to 3");
  }

  @Test
  void findsAValueThatARewriteHasChanged() {
    writeWithValues();
    Baseline before = state(lake.prove(Depth.VALUES));
    lake.rewrite(0, 9, 5);

    assertThat(lake.prove(Depth.VALUES, before).findings())
        .containsExactly(
            "Partition 1:0: the values at offsets 0 to 8 are not those that the writer decoded");
  }

  @Test
  void readsAllWhereTheSnapshotOfTheProofHasExpired() {
    writeWithValues();
    Baseline before = state(lake.prove());
    lake.log().send(0, 2);
    lake.write(0, 9, 12);
    lake.expireAllButTheNewest();

    Proof proof = lake.prove(Depth.IDENTITIES, before);

    assertThat(proof.scope().since()).isEmpty();
    assertThat(proof.totals().found()).isEqualTo(12);
  }

  @Test
  void goesOnFromAProofThatATagKeepsFromExpiry() {
    writeWithValues();
    Baseline first = state(lake.prove());
    lake.keep("identities", first);
    lake.log().send(0, 2);
    lake.write(0, 9, 12);
    Baseline second = state(lake.prove(Depth.IDENTITIES, first));
    lake.keep("identities", second);
    lake.log().send(0, 1);
    lake.write(0, 12, 13);
    lake.expireAllButTheNewest();

    Proof proof = lake.prove(Depth.IDENTITIES, second);

    assertThat(proof.scope().since()).contains(second);
    assertThat(proof.totals().found()).isEqualTo(1);
    assertThat(lake.prove(Depth.IDENTITIES, first).scope().since()).isEmpty();
    assertThat(lake.markets().refs().get("freshet_proved_identities").maxRefAgeMs())
        .isEqualTo(BaselineTag.KEPT.toMillis());
  }

  @Test
  void keepsNothingOfWhatHasExpiredMeanwhile() {
    writeWithValues();
    Baseline before = state(lake.prove());
    lake.log().send(0, 2);
    lake.write(0, 9, 12);
    lake.expireAllButTheNewest();

    lake.keep("identities", before);

    assertThat(lake.prove(Depth.IDENTITIES, before).scope().since()).isEmpty();
  }

  private static Baseline state(Proof proof) {
    assertThat(proof.findings()).isEmpty();

    return proof.scope().state().orElseThrow();
  }

  private void writeWithValues() {
    lake.write(0, 0, 4);
    lake.write(0, 4, 7);
    lake.write(0, 7, 9);
  }

  @Test
  void provesWhatAnErasureHasLeftByRowsAndByEvents() {
    lake.log().send(0, 10);
    lake.write(0, 0, 10);
    lake.write(0, 10, 20);
    lake.write(1, 0, 4);
    lake.logEvents(place -> "any");
    lake.erase(0, 3, 12);

    Proof proof = lake.prove(Depth.VALUES);

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.totals()).isEqualTo(new Proof.Totals(24, 22, 0, 0, 0, 0, 2));
    assertThat(proof.scope().valuesProved()).isEqualTo(22);
    assertThat(lake.proveEvents().findings()).isEmpty();
  }

  @Test
  void takesNoRowThatIsPastRetentionForMissing() {
    lake.write(0, 0, 10);
    lake.write(1, 0, 4);
    Baseline before = lake.prove(Depth.VALUES).scope().state().orElseThrow();
    lake.log().deleteBefore(0, 3);
    lake.expire(0, 8, 3);

    Proof proof = lake.prove(Depth.VALUES, before);

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.totals()).isEqualTo(new Proof.Totals(14, 6, 0, 0, 0, 0, 8));
    assertThat(proof.scope().valuesProved()).isEqualTo(6);
    assertThat(proof.scope().since()).isEmpty();
    lake.log().deleteBefore(0, 9);
    assertThat(lake.prove(Depth.VALUES).findings()).isEmpty();
  }

  @Test
  void goesOnFromAProofThatKnewOfAnErasureAndFromNoneBefore() {
    lake.write(0, 0, 10);
    lake.write(1, 0, 4);
    Baseline before = lake.prove(Depth.VALUES).scope().state().orElseThrow();
    lake.erase(0, 3);

    Proof whole = lake.prove(Depth.VALUES, before);
    lake.log().send(0, 5);
    lake.write(0, 10, 15);
    Proof later = lake.prove(Depth.VALUES, whole.scope().state().orElseThrow());

    assertThat(whole.findings()).isEmpty();
    assertThat(whole.scope().since()).isEmpty();
    assertThat(later.findings()).isEmpty();
    assertThat(later.scope().since()).isPresent();
    assertThat(later.totals()).isEqualTo(new Proof.Totals(5, 5, 0, 0, 0, 0, 0));
  }
}
