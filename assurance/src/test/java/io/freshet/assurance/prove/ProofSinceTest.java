package io.freshet.assurance.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A proof that goes on from an earlier one. */
class ProofSinceTest {
  private static final long NONE = -1;

  private final MarketLake lake = MarketLake.withEvents();

  @Test
  void readsAllAfterARepairAsRowsMayBeOthersThanWereProved() {
    lake.writeNine();
    Baseline before = state(lake.prove(Depth.VALUES));
    lake.changes().rewrite(0, 9, 5);
    lake.changes().noteRepair(0, 4, 7);

    Proof proof = lake.prove(Depth.VALUES, before);

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.scope().since()).isEmpty();
    assertThat(lake.prove(Depth.VALUES, state(proof)).scope().since()).isPresent();
  }

  @Test
  void goesOnFromAProof() {
    lake.writeNine();
    Baseline before = state(lake.prove(Depth.VALUES));
    lake.log().send(0, 2);
    lake.write(0, 9, 12);
    lake.changes().rewrite(0, 12, NONE);
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
    lake.writeNine();
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
    lake.writeNine();
    Baseline before = state(lake.prove(Depth.VALUES));
    lake.changes().rewrite(0, 8, NONE);
    assertThat(lake.prove(Depth.IDENTITIES, before).findings())
        .containsExactly("Partition 1:0: 1 records missing at offsets 8 to 8");

    lake.addRows(0, LongStream.of(3, 8));
    assertThat(lake.prove(Depth.IDENTITIES, before).findings())
        .containsExactly("Partition 1:0: 1 records doubled at offsets 3 to 3");
  }

  @Test
  void findsAValueThatARewriteHasChanged() {
    lake.writeNine();
    Baseline before = state(lake.prove(Depth.VALUES));
    lake.changes().rewrite(0, 9, 5);

    assertThat(lake.prove(Depth.VALUES, before).findings())
        .containsExactly(
            "Partition 1:0: the values at offsets 0 to 8 are not those that the writer decoded");
  }

  @Test
  void readsAllWhereTheSnapshotOfTheProofHasExpired() {
    lake.writeNine();
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
    lake.writeNine();
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
    lake.writeNine();
    Baseline before = state(lake.prove());
    lake.log().send(0, 2);
    lake.write(0, 9, 12);
    lake.expireAllButTheNewest();

    lake.keep("identities", before);

    assertThat(lake.prove(Depth.IDENTITIES, before).scope().since()).isEmpty();
  }

  @Test
  void takesNoRowThatIsPastRetentionForMissing() {
    lake.write(0, 0, 10);
    lake.write(1, 0, 4);
    Baseline before = lake.prove(Depth.VALUES).scope().state().orElseThrow();
    lake.log().deleteBefore(0, 3);
    lake.changes().expire(0, 8, 3);

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
    lake.changes().erase(0, 3);

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

  private static Baseline state(Proof proof) {
    assertThat(proof.findings()).isEmpty();

    return proof.scope().state().orElseThrow();
  }
}
